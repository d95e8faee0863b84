"""The page of an event and timelines in a real browser: light and dark, wide and on a phone."""

import datetime
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from articles.tests.factories import filed
from entities.models import Entity, EventFacts
from entities.tests.factories import Reading, recorded_as, told
from newsroom.tests.browsing import a_browser, log_in
from newsroom.tests.conftest import House

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def desk(transactional_db: None) -> None:
    told()
    names = {"Mali": ("place", "Mali"), "Ansaru": ("organisation", "Ansaru")}
    for number in range(12):
        day = datetime.date(2023, 9, 1) + datetime.timedelta(days=3 * number)
        article = filed(f"Ansaru attacked a post in Mali on {day}.", published=day)
        found = Reading(article, names)
        found.happened(
            "e1", "attack", "attacked", agent="Ansaru", place="Mali", time=(f"{day}", f"{day}")
        )
        recorded_as(article, found.annotations())


def event(type_: str) -> Entity:
    return Entity.objects.filter(event_facts__type=type_).earliest("pk")


def stays_within(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_an_event_and_timelines_fit_any_screen(
    house: House,
    accounts: dict[str, User],
    browser: Browser,
    desk: None,
    scheme: str,
    size: dict[str, int],
) -> None:
    address = house.web()
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    log_in(page, address, "admin")
    withdrawal = event("withdrawal")
    page.goto(address + withdrawal.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(withdrawal.name)
    expect(page.locator("dl.event-facts")).to_contain_text("22 December 2023")
    expect(page.locator("ol.course")).to_contain_text("Announced")
    stays_within(page)

    page.goto(f"{address}/timeline/")
    shown, hidden = ("narrow", "wide") if size == PHONE else ("wide", "narrow")
    expect(page.locator(f".plot svg.{shown}")).to_be_visible()
    expect(page.locator(f".plot svg.{hidden}")).to_be_hidden()
    stays_within(page)
    # The labels that are drawn overlap nothing and stay on the screen.
    boxes = page.locator(f".plot svg.{shown} a text").evaluate_all(
        "texts => texts.map(text => text.getBoundingClientRect())"
        ".map(({left, right, top, bottom}) => [left, right, top, bottom])"
    )
    assert boxes
    for at, (left, right, top, bottom) in enumerate(boxes):
        assert left >= 0 and right <= size["width"]
        for other in boxes[at + 1 :]:
            apart = right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top
            assert apart
    page.goto(f"{address}/entities/{Entity.objects.get(name='Mali').pk}/timeline/")
    expect(page.locator(".happened")).to_have_count(12)
    stays_within(page)
    assert complaints == []


def test_from_the_timeline_to_an_event_to_its_paragraph(
    house: House, accounts: dict[str, User], browser: Browser, desk: None
) -> None:
    address = house.web()
    page = browser.new_page(viewport=WIDE, java_script_enabled=False)  # type: ignore[arg-type]
    log_in(page, address, "journalist")
    page.get_by_role("link", name="Timeline", exact=True).click()
    page.wait_for_url(f"{address}/timeline/")
    coup = event("coup")
    page.locator(f'.plot svg.wide a[href="{coup.get_absolute_url()}"] circle').click()
    expect(page.get_by_role("heading", level=1)).to_have_text(coup.name)
    page.locator("dl.event-facts .pilcrow").first.click()
    page.wait_for_url(re.compile(r"/articles/\d+/#p2$"))
    expect(page.locator("#p2")).to_contain_text("The generals ousted Mohamed Bazoum")


def test_a_timeline_narrows_as_conditions_are_chosen(
    house: House, accounts: dict[str, User], browser: Browser, desk: None
) -> None:
    address = house.web()
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    log_in(page, address, "journalist")
    page.goto(f"{address}/timeline/")
    expect(page.get_by_role("status").filter(has_text="events")).to_contain_text("13 events")
    page.locator("#offers summary", has_text="Types").click()
    page.get_by_label("Coup").check()
    expect(page.locator(".happened")).to_have_count(1)
    assert "type=coup" in page.url
    expect(page.locator(".crumbs")).to_contain_text("Type Coup")
    page.locator(".crumbs a", has_text="Clear all").click()
    expect(page.locator(".happened")).to_have_count(13)
    page.get_by_label(re.compile("Also what was planned")).check()
    expect(page.locator(".happened")).to_have_count(14)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    expect(page.locator(".current-step")).to_have_count(1)


def test_an_admin_corrects_an_event_by_keys(
    house: House, accounts: dict[str, User], browser: Browser, desk: None
) -> None:
    address = house.web()
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    log_in(page, address, "admin")
    coup = event("coup")
    page.goto(address + coup.get_absolute_url())
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Where it was; whether it happened")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    expect(page.locator("#event-type")).to_be_focused()
    page.locator("#event-type").select_option("dismissal")
    page.keyboard.press("Enter")
    page.locator("details[open]").get_by_role("button", name="Say so").click()
    expect(page.locator(".kicker")).to_have_text("Dismissal")
    page.keyboard.press("l")
    page.locator("#event-place").type("Par")
    page.get_by_role("option", name="Paris").click()
    page.locator("details[open]").get_by_role("button", name="Say so").click()
    expect(page.locator("dl.event-facts")).to_contain_text("Paris")
    assert EventFacts.objects.get(entity=coup).place == Entity.objects.get(name="Paris")
    page.locator("[data-undo]").click()
    expect(page.locator("dl.event-facts")).not_to_contain_text("Paris")
