"""Correcting as an editor on deadline does it, in a real browser: by keyboard alone, by selecting
words, by hand on a phone, with somebody else at work, and without JavaScript."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Locator, Page, expect

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections
from entities.models import Decision, Entity, ExtractionRun, Mention
from entities.tests.factories import NAMES, recorded
from newsroom.tests.browsing import a_browser, log_in
from newsroom.tests.conftest import House, eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

TEXT = (
    "NIAMEY, Oct 6 - President Emmanuel Macron said France would withdraw from Niger.",
    *(f"Paragraph {number} says little, but it says it at some length." for number in range(2, 14)),
    "Macron 🌍 spoke after a coup in Niamey, and Boubacar Sow answered Macron at once.",
    *(
        f"Paragraph {number} says little, but it says it at some length."
        for number in range(15, 30)
    ),
)


@pytest.fixture
def browser() -> object:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def article(transactional_db: None) -> Article:
    article = filed(*TEXT, headline="France to leave Niger")
    recorded(article, NAMES)
    other = filed("Ann Macron is no kin of Emmanuel Macron.", headline="Namesakes")
    recorded(other, {"Ann Macron": ("person", "Ann Macron"), **NAMES})
    return article


def opened(browser: Browser, address: str, article: Article, name: str = "admin") -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.on("pageerror", lambda error: pytest.fail(f"The page broke: {error}"))
    log_in(page, address, name)
    page.goto(address + article.get_absolute_url())
    return page


def mark(page: Page, paragraph: int, words: str) -> Locator:
    return page.locator(f"#p{paragraph} a.mark", has_text=re.compile(f"^{words}$"))


def quiet(page: Page) -> Locator:
    return page.locator("#quiet")


def go_to(page: Page, surface: str) -> None:
    """Steps from mention to mention until it stands at one of these words."""
    for _ in range(20):
        page.keyboard.press("n")
        if page.locator("a.mark.current").inner_text() == surface:
            return
    pytest.fail(f"n never came to {surface}")


def select(page: Page, paragraph: int, words: str) -> None:
    """Drags over words, as one does with a mouse."""
    box = page.evaluate(
        """([selector, words]) => {
            const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                node.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
                const { left, right, top, bottom } = range.getBoundingClientRect();
                return { left, right, y: (top + bottom) / 2 };
            }
            return null;
        }""",
        [f"#p{paragraph} p", words],
    )
    assert box, words
    page.mouse.move(box["left"] + 0.5, box["y"])
    page.mouse.down()
    page.mouse.move(box["right"] - 0.5, box["y"], steps=4)
    page.mouse.up()


def test_corrections_by_keyboard_alone_and_they_stay(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    address = house.web()
    page = opened(browser, address, article)
    ann = Entity.objects.get(name="Ann Macron")

    # Not a name, and at once taken back.
    go_to(page, "Niger")
    panel = page.locator("#correction")
    expect(panel).to_contain_text("Niger, place")
    expect(panel).to_contain_text("Newsroom is fairly sure, 90 %")
    page.keyboard.press("x")
    expect(mark(page, 1, "Niger")).to_have_count(0)
    expect(quiet(page)).to_contain_text("Marked “Niger” as not a name.")
    expect(panel).to_be_hidden()
    page.keyboard.press("u")
    expect(mark(page, 1, "Niger")).to_have_count(1)
    expect(quiet(page)).to_contain_text("Undone: marked “Niger” as not a name.")

    # Another one of that name, by typing two letters of each word.
    page.keyboard.press("n")
    expect(page.locator("a.mark.current")).to_have_text("Macron")
    before = page.evaluate("scrollY")
    assert before > 200
    page.keyboard.press("e")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("an mac")
    expect(page.get_by_role("option").first).to_contain_text("Ann Macron")
    page.keyboard.press("Enter")
    expect(quiet(page)).to_contain_text("Pointed “Macron” at “Ann Macron”.")
    pointed = page.locator("#p14 a.mark").first
    expect(pointed).to_have_attribute("data-entity", str(ann.pk))
    expect(pointed).to_be_focused()
    assert page.evaluate("scrollY") == before

    # Keys faster than the server: each is for the mention one stood at.
    page.keyboard.press("n")
    page.keyboard.press("c")
    page.keyboard.press("n")
    page.keyboard.press("3")
    eventually(lambda: Decision.objects.count() == 5, what="both keys are decided")
    niamey, last = Mention.objects.filter(paragraph__position=14).order_by("start")[1:3]
    assert (niamey.surface, niamey.anchor.decision.act) == ("Niamey", "confirm")  # type: ignore[union-attr]
    assert (last.surface, last.entity.kind) == ("Macron", "organisation")
    expect(page.locator("#p14 a.mark.organisation")).to_have_text("Macron")

    # The list of keys names them.
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Undo what you did last")
    page.keyboard.press("Escape")

    # Read again by the real recogniser, all of it stays.
    house.worker()
    page.get_by_role("button", name="Read again").click()
    eventually(
        lambda: ExtractionRun.objects.filter(
            version__article=article, state="done", pipeline_version__gt="", reading_ms__gt=1
        ).exists(),
        what="it is read again",
    )
    page.goto(address + article.get_absolute_url())
    expect(page.locator("#p14 a.mark").first).to_have_attribute("data-entity", str(ann.pk))
    expect(page.locator("#p14 a.mark.organisation")).to_have_text("Macron")


def test_selected_words_become_a_name(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    page = opened(browser, house.web(), article)
    select(page, 14, "Boubacar Sow")
    panel = page.locator("#correction")
    expect(panel).to_contain_text("Mark “Boubacar Sow”")
    page.keyboard.press("1")
    expect(mark(page, 14, "Boubacar Sow")).to_have_class(re.compile("person.*decided"))
    made = Mention.objects.get(surface="Boubacar Sow")
    assert made.paragraph.text[made.start : made.end] == "Boubacar Sow"
    page.get_by_role("button", name="Undo").click()
    expect(mark(page, 14, "Boubacar Sow")).to_have_count(0)

    # Words that mean something that has to be made.
    select(page, 14, "answered")
    expect(panel).to_contain_text("Mark “answered”")
    page.keyboard.press("e")
    page.keyboard.type("Moussa Answer")
    expect(page.get_by_role("option", name="New event")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(mark(page, 14, "answered")).to_have_class(re.compile("event"))
    assert Mention.objects.get(surface="answered").entity.name == "Moussa Answer"


def test_the_second_of_two_is_told_and_goes_on(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    page = opened(browser, house.web(), article)
    go_to(page, "Niger")
    niger = Mention.objects.get(paragraph__position=1, surface="Niger")
    ada = User.objects.create_user("ada")
    corrections.mark_as([niger], "organisation", by=ada)
    page.keyboard.press("x")
    panel = page.locator("#correction")
    expect(panel.get_by_role("alert")).to_contain_text("ada pointed “Niger” at “Niger”")
    niger.refresh_from_db()
    assert niger.status == "standing"
    # Now that it is known, the same key does it.
    page.keyboard.press("x")
    expect(quiet(page)).to_contain_text("Marked “Niger” as not a name.")


def test_an_entity_is_corrected_on_its_page(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    address = house.web()
    page = opened(browser, address, article)
    macron = Entity.objects.get(name="Emmanuel Macron")
    page.goto(address + macron.get_absolute_url())
    page.keyboard.press("r")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Emmanuel Jean-Michel Macron")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Emmanuel Jean-Michel Macron")
    expect(quiet(page)).to_contain_text("Renamed “Emmanuel Macron”")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=1)).to_have_text("Emmanuel Macron")

    # Somebody renames it while the form is open: what was typed is kept, and what came in is told.
    page.keyboard.press("r")
    page.keyboard.type("Manu Macron")
    corrections.rename(macron, "E. Macron", by=User.objects.create_user("ada"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(
        "ada renamed “Emmanuel Macron” to “E. Macron”"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("E. Macron")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Manu Macron")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Manu Macron")

    # The same acts at its sentences: this one means somebody else.
    page.locator("a.mark.here", has_text="Emmanuel Macron").first.click()
    expect(page.locator("#correction")).to_contain_text("Manu Macron, person")
    count = Mention.objects.standing().filter(entity=macron).count()
    page.get_by_role("button", name="Not a name").click()
    expect(page.locator("#mentions-title")).to_contain_text(f"{count - 1} in")

    # And its history tells all of it.
    page.keyboard.press("h")
    expect(page.get_by_role("heading", level=2)).to_have_text("History")
    expect(page.locator(".history")).to_contain_text("ada renamed “Emmanuel Macron” to “E. Macron”")


def test_by_hand_on_a_phone(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    address = house.web()
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    log_in(page, address, "admin")
    page.goto(address + article.get_absolute_url())
    page.locator("#p14 a.mark").first.tap()
    panel = page.locator("#correction")
    expect(panel).to_be_in_viewport()
    # The words stay in sight above the sheet, and a thumb hits what it aims at.
    words, sheet = page.locator("#p14 a.mark").first.bounding_box(), panel.bounding_box()
    assert words and sheet
    assert words["y"] + words["height"] <= sheet["y"]
    for button in panel.locator("button:not([aria-hidden]):visible").all():
        box = button.bounding_box()
        assert box and box["height"] >= 44, button.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    panel.get_by_role("button", name="Not a name").tap()
    expect(quiet(page)).to_contain_text("Marked “Macron” as not a name.")
    expect(quiet(page)).to_be_in_viewport()
    page.get_by_role("button", name="Undo").tap()
    expect(quiet(page)).to_contain_text("Undone")


def test_without_javascript_every_act_is_a_form(
    house: House, accounts: dict[str, User], browser: Browser, article: Article
) -> None:
    address = house.web()
    page = browser.new_page(java_script_enabled=False)
    log_in(page, address, "admin")
    page.goto(address + article.get_absolute_url())
    page.locator("#p14 a.mark").first.click()
    page.get_by_role("combobox").fill("ann")
    page.get_by_role("button", name="Choose").click()
    page.get_by_label("Ann Macron").check()
    page.get_by_role("button", name="Choose").click()
    expect(quiet(page)).to_contain_text("Pointed “Macron” at “Ann Macron”.")
    page.get_by_role("button", name="Undo").click()
    expect(quiet(page)).to_contain_text("Undone")
    page.get_by_role("link", name="Mark a missed name").click()
    page.get_by_label("The words, as they stand in the text").fill("Boubacar Sow")
    page.get_by_role("button", name="Person").click()
    expect(page.locator("#p14 a.mark.person", has_text="Boubacar Sow")).to_have_count(1)
