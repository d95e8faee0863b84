"""The main job as an editor does it, in a real browser: upload, watch it being read, follow a
mention to its paragraph. Then the same without JavaScript, and what a journalist may not do."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from articles.models import Article
from entities.models import Entity, Mention
from newsroom.tests.browsing import a_browser, log_in
from newsroom.tests.conftest import House, eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

FIRST = (
    "Last French soldiers leave Niger\n\n"
    "NIAMEY, Dec 22, 2023 - The last French soldiers left Niger on Friday, the army said.\n\n"
    "Their convoy crossed the border in the afternoon without a ceremony.\n\n"
    "In Paris, President Emmanuel Macron said the mission had ended. Macron thanked Niamey.\n"
)
SECOND = (
    "Macron recalls ambassador\n\n"
    "PARIS, Sept 25, 2023 - Emmanuel Macron said on Sunday that the ambassador would come home.\n\n"
    "Niger had told the French diplomat to leave in August.\n"
)


@pytest.fixture
def browser() -> object:
    with a_browser() as browser:
        yield browser


def files(tmp_path: Path) -> list[Path]:
    made = [tmp_path / "first.txt", tmp_path / "second.txt", tmp_path / "empty.txt"]
    for path, text in zip(made, (FIRST, SECOND, ""), strict=True):
        path.write_text(text)
    return made


def uploaded(page: Page, address: str, paths: list[Path]) -> None:
    page.goto(f"{address}/articles/new/")
    page.locator("input[type=file][name=files]").set_input_files(paths)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/articles/deliveries/\d+/"))


def test_from_an_upload_to_the_paragraph_of_a_mention(
    house: House, accounts: dict[str, User], browser: Browser, tmp_path: Path
) -> None:
    address = house.web()
    page = browser.new_page()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    log_in(page, address, "editor")
    uploaded(page, address, files(tmp_path))

    # No worker yet: the dispatches wait, the empty file has its reason.
    main = page.locator("main")
    expect(main.get_by_text("waiting", exact=False).first).to_be_visible()
    expect(main).to_contain_text("empty")
    house.worker()
    # Without a reload of ours both become read.
    expect(main.get_by_text(re.compile(r"\d+ mentions"))).to_have_count(2, timeout=60_000)

    main.get_by_role("link", name="Last French soldiers leave Niger").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Last French soldiers leave Niger")
    page.locator("#p1").get_by_role("link", name="Niamey", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Niamey")

    page.goto(address + Entity.objects.get(name="Emmanuel Macron").get_absolute_url())
    expect(page.locator("main")).to_contain_text("Last French soldiers leave Niger")
    expect(page.locator("main")).to_contain_text("Macron recalls ambassador")
    first = Article.objects.get(current_version__headline="Last French soldiers leave Niger")
    page.locator(f'a[href="/articles/{first.pk}/#p3"]').first.click()
    page.wait_for_url(re.compile(rf"/articles/{first.pk}/#p3$"))
    landed = page.locator("#p3")
    expect(landed).to_contain_text("Macron thanked Niamey")
    expect(landed).to_be_in_viewport()
    assert page.evaluate("document.querySelector('#p3').matches(':target')")
    assert complaints == []


def test_every_mention_link_lands_on_its_paragraph(
    house: House, accounts: dict[str, User], browser: Browser, tmp_path: Path
) -> None:
    address = house.web()
    house.worker()
    page = browser.new_page(java_script_enabled=False)
    log_in(page, address, "editor")
    uploaded(page, address, files(tmp_path))

    def read() -> bool:
        page.reload()
        return len(re.findall(r"\d+ mentions", page.locator("main").inner_text())) == 2

    eventually(read, what="both dispatches are read, by reloading")
    followed = 0
    for entity in Entity.objects.standing():
        page.goto(address + entity.get_absolute_url())
        links = page.locator('main a[href*="/#p"]')
        addresses = {links.nth(n).get_attribute("href") for n in range(links.count())}
        for link in sorted(filter(None, addresses)):
            match = re.fullmatch(r"/articles/(\d+)/#p(\d+)", link)
            assert match, link
            standing = Mention.objects.standing().filter(
                entity=entity,
                paragraph__version__current_of=int(match[1]),
                paragraph__position=int(match[2]),
            )
            assert standing.exists(), link
            followed += 1
    assert followed >= 6


def test_a_journalist_reads_but_cannot_file(
    house: House, accounts: dict[str, User], browser: Browser
) -> None:
    address = house.web()
    page = browser.new_page()
    log_in(page, address, "journalist")
    expect(page.locator('a[href="/articles/new/"]')).to_have_count(0)
    answer = page.goto(f"{address}/articles/new/")
    assert answer is not None
    assert answer.status == 403
    assert page.goto(f"{address}/entities/").status == 200  # type: ignore[union-attr]
