"""A wrong date put right by an editor in a real browser, without JavaScript, and read again."""

import datetime

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.models import Version
from articles.tests.factories import filed
from entities import queueing
from entities.models import Timex
from newsroom.tests.browsing import a_browser, log_in
from newsroom.tests.conftest import House, eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

TEXT = (
    "NIAMEY - President Emmanuel Macron said France would withdraw its soldiers from Niger on "
    "Sunday.",
    "Nobody waved them goodbye.",
)


def test_a_wrong_date_is_put_right_and_the_text_read_against_it(
    house: House, accounts: dict[str, User]
) -> None:
    address = house.web()
    house.worker()
    # 6 and 13 October 2023 were Fridays.
    article = filed(*TEXT, headline="France to leave Niger")
    queueing.send(article.pk)

    def sunday() -> datetime.date | None:
        found = Timex.objects.filter(article=article, surface__contains="Sunday").first()
        return found.earliest if found else None

    eventually(lambda: sunday() == datetime.date(2023, 10, 8), what="it is read")
    with a_browser() as browser:
        page = browser.new_page(java_script_enabled=False)
        log_in(page, address, "editor")
        page.goto(address + article.get_absolute_url())
        page.get_by_role("link", name="Correct this dispatch").click()
        page.get_by_label("Published on").fill("2023-10-13")
        # The key that sends a form shows what it would do, and files nothing.
        page.get_by_label("Headline").press("Enter")
        expect(page.locator(".changed-facts")).to_contain_text("13 October 2023")
        expect(page.locator(".changes")).to_contain_text("The text is the same.")
        page.get_by_role("button", name="File version 2").first.click()
        expect(page.get_by_role("alert")).to_have_text("Say why there is a new version.")
        page.get_by_label("We had noted it wrongly").check()
        page.get_by_role("button", name="File version 2").first.click()
        page.wait_for_url(address + article.get_absolute_url())
        expect(page.get_by_text("Filed as version 2: date.")).to_be_visible()
        expect(page.locator(".facts")).to_contain_text("13 October 2023")
        eventually(lambda: sunday() == datetime.date(2023, 10, 15), what="it is read again")
        assert Version.objects.filter(article=article).count() == 2

        page.get_by_role("link", name="History").click()
        expect(page.locator(".history")).to_contain_text(
            "editor filed version 2, put right by the desk: date"
        )
        page.get_by_role("link", name="Version 1").click()
        expect(page.locator(".facts")).to_contain_text("6 October 2023")
        expect(page.get_by_text("This version was replaced.")).to_be_visible()
