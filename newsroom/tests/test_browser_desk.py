"""The desk of those who correct, in a real browser: the review queue by keyboard alone, a split, a
merge and its undo. Then the queue without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from entities import pairs
from entities.models import Entity, Judgement, Mention
from entities.tests.test_review import named, suggested
from newsroom.tests.browsing import a_browser, log_in
from newsroom.tests.conftest import House

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of; looked at when the test ends."""
    return []


def desk(browser: Browser, address: str, complaints: list[str]) -> Page:
    page = browser.new_page()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    log_in(page, address, "admin")
    return page


def three_pairs() -> None:
    suggested(named("President Bazum", 4), named("Mohamed Bazoum", 9))
    suggested(named("Bloc", 2, kind="organisation"), named("ECOWAS", 3, kind="organisation"))
    suggested(named("Salou Djibo"), named("Abdourahamane Tiani", 2))


def sides(page: Page) -> list[str]:
    return page.locator(".side h2").all_inner_texts()


def test_the_review_queue_by_keyboard_alone(
    house: House, accounts: dict[str, User], browser: Browser, complaints: list[str]
) -> None:
    three_pairs()
    page = desk(browser, house.web(), complaints)
    # From the front page to the queue without a mouse.
    page.get_by_role("link", name=re.compile("^Review")).focus()
    page.keyboard.press("Enter")
    progress = page.locator(".progress .n")
    expect(progress).to_have_text("1 of 3")
    assert sides(page) == ["Mohamed Bazoum", "President Bazum"]

    page.keyboard.press("ArrowRight")
    expect(progress).to_have_text("2 of 3")
    page.keyboard.press("ArrowLeft")
    expect(progress).to_have_text("1 of 3")

    page.keyboard.press("y")
    expect(progress).to_have_text("2 of 3")
    expect(page.locator("#messages")).to_contain_text("You merged “President Bazum”")
    assert Entity.objects.get(name="President Bazum").merged_into is not None
    expect(page.locator("#review-count")).to_contain_text("2")

    page.keyboard.press("n")
    expect(progress).to_have_text("3 of 3")
    assert Judgement.objects.get().verdict == "different"

    # The last answer is taken back, and the pair stands there again.
    page.keyboard.press("u")
    expect(progress).to_have_text("2 of 3")
    assert sides(page) == ["ECOWAS", "Bloc"]
    page.keyboard.press("h")
    expect(progress).to_have_text("3 of 3")
    assert Judgement.objects.get().verdict == "unsure"

    # Back at an answered pair the same key again takes the answer back.
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".said")).to_contain_text("You said: not enough information")
    page.keyboard.press("h")
    expect(page.locator(".said")).to_have_count(0)
    page.keyboard.press("n")
    expect(progress).to_have_text("3 of 3")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to decide")
    assert pairs.open_pairs() == []

    # The list of keys is this page's, and "n" in it answers nothing.
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("The same: the two become one")
    page.keyboard.press("Escape")
    assert complaints == []


def test_keys_typed_into_a_field_answer_nothing(
    house: House, accounts: dict[str, User], browser: Browser, complaints: list[str]
) -> None:
    three_pairs()
    page = desk(browser, house.web(), complaints)
    page.get_by_role("link", name=re.compile("^Review")).click()
    # Loaded, and its scripts with it: a key pressed before goes to the page that is left.
    page.wait_for_url("**/review/")
    page.keyboard.press("/")
    page.keyboard.type("nyhu")
    expect(page.get_by_label("Search names")).to_have_value("nyhu")
    assert len(pairs.open_pairs()) == 3


def test_a_mention_in_doubt_by_keyboard(
    house: House, accounts: dict[str, User], browser: Browser, complaints: list[str]
) -> None:
    named("Salou Djibo", 3)
    named("Tiani", 2)
    Mention.objects.filter(surface__in=["Salou Djibo", "Tiani"]).update(score=0.5)
    page = desk(browser, house.web(), complaints)
    page.goto(re.sub("/$", "", page.url) + "/review/unsure/")
    progress = page.locator(".progress .n")
    expect(progress).to_have_text("1 of 5")
    page.keyboard.press("a")
    page.keyboard.press("c")
    expect(progress).to_have_text("2 of 3")
    expect(page.locator("#messages")).to_contain_text("You confirmed 3 mentions")
    page.keyboard.press("x")
    expect(progress).to_have_text("3 of 3")
    page.keyboard.press("u")
    expect(progress).to_have_text("2 of 3")
    expect(page.locator(".quoted mark")).to_have_text("Tiani")
    # The right one is found by typing, and chosen.
    page.keyboard.press("e")
    expect(page.get_by_label("Part of its name")).to_be_focused()
    page.keyboard.type("salou")
    page.locator("#found").get_by_role("button", name="Salou Djibo").click()
    expect(page.locator("#messages")).to_contain_text("You pointed “Tiani” at “Salou Djibo”")
    assert Mention.objects.filter(surface="Tiani", entity__name="Salou Djibo").count() == 1
    assert complaints == []


def test_a_split_and_its_undo(
    house: House, accounts: dict[str, User], browser: Browser, complaints: list[str]
) -> None:
    bush = named("George Bush", 3)
    named("George Bush", 2)
    page = desk(browser, house.web(), complaints)
    page.goto(page.url.rstrip("/") + bush.get_absolute_url())
    page.keyboard.press("s")
    expect(
        page.get_by_role("heading", name="Split: tick what goes to the other side")
    ).to_be_visible()
    group = page.locator(".deal-group").first
    group.get_by_role("button", name="Deal all").click()
    expect(page.locator("#dealt-count")).to_have_text("2")
    # By keyboard one more line, and back again.
    page.keyboard.press("Escape")
    page.locator("h1").click(position={"x": 400, "y": 5})
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#dealt-count")).to_have_text("3")
    page.keyboard.press("x")
    expect(page.locator("#stays-count")).to_have_text("3")
    page.get_by_label("Name", exact=True).fill("George W. Bush")
    page.get_by_role("button", name="Split", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("George W. Bush")
    other = Entity.objects.get(name="George W. Bush")
    bush.refresh_from_db()
    assert (other.mention_count, bush.mention_count) == (2, 3)
    # What was done is said, with its undo.
    expect(page.locator("#quiet")).to_contain_text("Split 2 mentions from “George Bush”")
    page.keyboard.press("u")
    expect(page.locator("#quiet")).to_contain_text("Undone")
    bush.refresh_from_db()
    assert bush.mention_count == 5
    assert complaints == []


def test_a_merge_and_its_undo(
    house: House, accounts: dict[str, User], browser: Browser, complaints: list[str]
) -> None:
    bazoum, bazum = named("Mohamed Bazoum", 3), named("President Bazum", 2)
    suggested(bazoum, bazum)
    page = desk(browser, house.web(), complaints)
    page.goto(page.url.rstrip("/") + bazoum.get_absolute_url())
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Merge others into it")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    # Another is found while typing; what was ticked stays ticked.
    named("Bazoum of Niger")
    page.get_by_label("Look for others by any of their names").fill("bazoum of")
    page.locator("#found").get_by_label("Bazoum of Niger").check()
    page.get_by_role("button", name="See what it would do").click()
    expect(page.locator(".sum")).to_contain_text("Mohamed Bazoum afterwards")
    expect(page.locator("tbody input:checked")).to_have_count(2)
    page.get_by_label("Bazoum of Niger").first.uncheck()
    page.get_by_label("Another name").fill("Mohamed Bazoum of Niger")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mohamed Bazoum of Niger")
    bazum.refresh_from_db()
    assert bazum.merged_into == bazoum
    assert Entity.objects.get(name="Bazoum of Niger").merged_into is None
    page.keyboard.press("u")
    expect(page.locator("#quiet")).to_contain_text("Undone")
    bazum.refresh_from_db()
    bazoum.refresh_from_db()
    assert bazum.merged_into_id is None
    assert (bazoum.name, bazoum.mention_count) == ("Mohamed Bazoum", 3)
    assert complaints == []


def test_the_review_queue_without_javascript(
    house: House, accounts: dict[str, User], browser: Browser
) -> None:
    three_pairs()
    page = browser.new_page(java_script_enabled=False)
    log_in(page, house.web(), "admin")
    page.get_by_role("link", name=re.compile("^Review")).click()
    for verdict in ("Same", "Different"):
        page.locator(".answers").get_by_role("button", name=verdict).click()
    expect(page.locator(".progress .n")).to_have_text("3 of 3")
    page.get_by_role("button", name="Take back the last").click()
    expect(page.locator(".progress .n")).to_have_text("2 of 3")
    page.get_by_role("link", name="Next pair").click()
    assert sides(page) == ["Abdourahamane Tiani", "Salou Djibo"]
