"""Layers of a dispatch and pages of quotes in a real browser: put away and shown again, corrected by
keys and by hand, light and dark, wide and on a phone, with JavaScript and without."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from entities import corrections
from entities.models import Act, Decision, Entity, Figure, Occurrence, Quote
from entities.tests.factories import told
from newsroom.tests.browsing import a_browser, log_in
from newsroom.tests.conftest import House

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def browser() -> object:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def article(transactional_db: None) -> Article:
    return told()


def opened(browser: Browser, address: str, path: str, name: str = "admin", **kind: object) -> Page:
    page = browser.new_page(**{"viewport": {"width": 1280, "height": 800}, **kind})  # type: ignore[arg-type]
    page.on("pageerror", lambda error: pytest.fail(f"The page broke: {error}"))
    log_in(page, address, name)
    page.goto(address + path)
    return page


def macron_said() -> str:
    return f"/entities/{Entity.objects.get(name='Emmanuel Macron').pk}/quotes/"


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_layers_are_read_wide_and_narrow_light_and_dark(
    house: House,
    accounts: dict[str, User],
    browser: Browser,
    article: Article,
    width: int,
    scheme: str,
) -> None:
    address = house.web()
    size = {"width": width, "height": 800}
    path = article.get_absolute_url()
    page = opened(browser, address, path, "journalist", viewport=size, color_scheme=scheme)
    assert fits(page)
    expect(page.locator("#p1 .speech")).to_have_count(1)
    expect(page.locator("#p3 .says")).to_have_attribute("data-by", "EM")
    # The words of the dispatch are all that can be selected and copied.
    assert page.locator("#p3 > p").evaluate("p => p.textContent").startswith("“We will not be held")
    tint = page.locator("#p3 .speech").evaluate("q => getComputedStyle(q).backgroundColor")
    assert tint != "rgba(0, 0, 0, 0)"
    for each in (macron_said(), macron_said().replace("quotes", "quoted")):
        page.goto(address + each)
        assert fits(page), each


def test_layers_are_put_away_by_keys_and_stay_so(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    address = house.web()
    page = opened(browser, address, article.get_absolute_url(), "journalist")
    expect(page.locator(".text .told.date")).to_have_count(2)
    page.keyboard.press("Shift+D")
    expect(page.locator(".text .told.date")).to_have_count(0)
    switch = page.get_by_role("button", name="Dates")
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Shift+N")
    expect(page.locator(".text a.mark.person")).to_have_count(0)
    expect(page.locator(".text a.mark.trigger")).to_have_count(3)
    # Kept for the next dispatch, and after the browser was closed.
    page.goto(address + article.get_absolute_url())
    expect(page.locator(".text .told.date")).to_have_count(0)
    page.get_by_role("button", name="Dates").click()
    expect(page.locator(".text .told.date")).to_have_count(2)
    expect(page.get_by_role("button", name="Dates")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Show marks of names, events, dates")


def test_a_quote_and_a_figure_are_corrected_at_their_words_by_keys(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    page = opened(browser, house.web(), article.get_absolute_url())
    page.locator("#p3 a.says").click()
    panel = page.locator("#correction")
    expect(panel).to_contain_text("Said by Emmanuel Macron, in their words")
    page.keyboard.press("w")
    expect(page.locator("#p3 a.says")).to_have_attribute("data-by", "?")
    expect(panel).to_be_hidden()
    page.keyboard.press("u")
    expect(page.locator("#p3 a.says")).to_have_attribute("data-by", "EM")

    page.locator("#p3 a.says").click()
    page.keyboard.press("e")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("baz")
    expect(page.get_by_role("option").first).to_contain_text("Mohamed Bazoum")
    page.keyboard.press("Enter")
    expect(page.locator("#p3 a.says")).to_have_attribute("data-by", "MB")
    assert Quote.objects.get(form="direct").who == Entity.objects.get(name="Mohamed Bazoum")

    page.locator("#p1 a.told.figure").click()
    expect(panel).to_contain_text("1,500 soldiers")
    panel.get_by_label("At most").fill("2000")
    panel.get_by_label("At least").press("Enter")
    expect(page.locator("#p1 a.told.figure")).to_have_attribute(
        "title", "Figure: 1,500–2,000 soldiers"
    )
    # A key that is pressed before its panel is there waits for it.
    page.keyboard.press("Escape")
    page.locator("#p1 a.told.figure").click()
    page.keyboard.press("x")
    expect(page.locator("#p1 .told.figure")).to_have_count(0)
    assert Figure.objects.get().status == "rejected"


def test_n_steps_to_every_mark_that_is_shown_and_to_no_other(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    page = opened(browser, house.web(), article.get_absolute_url())
    page.keyboard.press("Shift+Q")
    expect(page.locator(".text .speech")).to_have_count(0)
    shown = page.locator("a.mark[id]").count()
    stood = set()
    for _ in range(shown):
        page.keyboard.press("n")
        stood.add(page.locator("a.mark.current").get_attribute("id"))
    assert len(stood) == shown
    assert any(str(each).startswith("f") for each in stood)
    assert not any(str(each).startswith("q") for each in stood)


def test_quotes_of_a_person_are_corrected_from_the_list_by_keys(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    page = opened(browser, house.web(), macron_said())
    quotes = page.locator("article.quote")
    expect(quotes).to_have_count(2)
    page.keyboard.press("j")
    expect(page.locator(".current-step")).to_contain_text("withdraw 1,500 soldiers")
    page.keyboard.press("w")
    expect(quotes).to_have_count(1)
    expect(page.locator("#quiet")).to_contain_text("did not speak")
    page.keyboard.press("u")
    expect(quotes).to_have_count(2)
    # By hand: another speaker, chosen at the quote.
    quotes.nth(1).get_by_role("link", name="It was another…").click()
    expect(page.locator("#correction [role=combobox]")).to_be_focused()
    page.keyboard.type("baz")
    expect(page.locator("#correction [role=option]").first).to_contain_text("Mohamed Bazoum")
    page.keyboard.press("Enter")
    expect(quotes).to_have_count(1)
    assert Decision.objects.latest("pk").act == Act.SAY_SPEAKER


def test_who_comes_late_is_told_at_the_quote(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    page = opened(browser, house.web(), macron_said())
    corrections.not_quote(Quote.objects.get(form="direct"), by=accounts["editor"])
    page.locator("article.quote", has_text="hostage").get_by_role("button", name="Not them").click()
    expect(page.locator("#correction [role=alert]")).to_be_visible()
    expect(page.locator("#correction")).to_contain_text("Not a quote")


def test_without_javascript_layers_and_statements_are_plain_forms(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    page = browser.new_page(java_script_enabled=False)
    address = house.web()
    log_in(page, address, "admin")
    page.goto(address + article.get_absolute_url())
    page.get_by_role("button", name="Quotes").click()
    expect(page.locator(".text .speech")).to_have_count(0)
    page.get_by_role("button", name="Quotes").click()

    page.locator("#p3 a.says").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who said this?")
    page.get_by_role("button", name="Not them").click()
    expect(page.locator("#p3 a.says")).to_have_attribute("data-by", "?")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#p3 a.says")).to_have_attribute("data-by", "EM")

    page.locator("#p2 a.trigger").first.click()
    page.get_by_role("link", name="Type, time, place…").click()
    page.get_by_label("Whether it happened").select_option("denied")
    page.locator("form", has=page.get_by_label("Whether it happened")).get_by_role(
        "button", name="Say so"
    ).click()
    expect(page.locator(".who")).to_contain_text("denied")
    assert Occurrence.objects.filter(modality="denied").exists()

    page.goto(address + macron_said())
    page.get_by_role("button", name="Not a quote").last.click()
    expect(page.locator("article.quote")).to_have_count(1)
