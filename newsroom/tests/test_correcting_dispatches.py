"""Correcting a dispatch on its page: what would change is shown, filed as a version, and stays."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from articles.intake import file_correction
from articles.models import Article, Version
from articles.readers import ReadDispatch
from articles.tests.factories import TEXT, dispatch, filed
from entities import corrections
from entities.models import ExtractionRun, Mention
from entities.tests.factories import NAMES, recorded
from newsroom.tests.people import browser_of

pytestmark = pytest.mark.django_db
UTC = datetime.UTC


@pytest.fixture
def article() -> Article:
    return filed()


@pytest.fixture
def editor() -> Client:
    return browser_of("editor")


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def fields(article: Article, **changed: Any) -> dict[str, Any]:
    """The form as the page shows it, but for what somebody changed."""
    article.refresh_from_db()
    assert article.current_version is not None
    shown = {
        "headline": "France to leave Niger",
        "byline": "",
        "dateline": "",
        "published": "2023-10-06",
        "time": "",
        "source": "Sahel Wire",
        "text": "\r\n\r\n".join(TEXT),
        "seen": str(article.current_version.number),
        "cause": "noted",
    }
    return shown | changed


def sent(client: Client, article: Article, button: str, **changed: Any) -> Any:
    address = f"/articles/{article.pk}/correct/"
    return client.post(address, fields(article, **changed) | {button: "1"})


def look(client: Client, article: Article, **changed: Any) -> str:
    response = sent(client, article, "look", **changed)
    assert response.status_code == 200
    return str(response.content.decode())


def file_it(client: Client, article: Article, **changed: Any) -> Version:
    response = sent(client, article, "file_it", **changed)
    assert response.status_code == 302, text_of(response.content.decode())
    assert response["Location"] == article.get_absolute_url()
    article.refresh_from_db()
    assert article.current_version is not None
    return article.current_version


def refused(client: Client, article: Article, **changed: Any) -> str:
    """What is said when nothing is filed."""
    before = article.versions.count()
    response = sent(client, article, "file_it", **changed)
    assert response.status_code == 200
    assert article.versions.count() == before
    alerts = re.findall(
        r'<(?:p|div|ul) class="(?:problem|errorlist).*?</(?:p|div|ul)>',
        response.content.decode(),
        re.DOTALL,
    )
    return text_of(" ".join(alerts))


def test_the_form_holds_what_is_on_file(editor: Client) -> None:
    article = filed(
        "Rain <fell>.",
        "It “stopped”.",
        headline="Rain & hail",
        byline="Ann Arbor",
        dateline="Niamey",
        published=datetime.datetime(2023, 10, 6, 16, 40, tzinfo=UTC),
        published_precision="minute",
    )
    html = editor.get(f"/articles/{article.pk}/correct/").content.decode()
    for shown in (
        'value="Rain &amp; hail"',
        'value="Ann Arbor"',
        'value="Niamey"',
        'value="2023-10-06"',
        'value="16:40"',
        'value="Sahel Wire"',
        "Rain &lt;fell&gt;.\n\nIt “stopped”.</textarea>",
        'name="seen" value="1"',
    ):
        assert shown in html, shown


def test_looking_shows_what_would_change_and_files_nothing(
    editor: Client, article: Article
) -> None:
    text = f"{TEXT[1]}\n\n{TEXT[0].replace('withdraw', 'at last withdraw')}\n\nNobody waved."
    html = look(editor, article, text=text, published="2023-10-07", source="Harmattan Press")
    words = text_of(html)
    assert "Published 6 October 2023 → is now 7 October 2023" in words
    assert "Source Sahel Wire → is now Harmattan Press" in words
    assert "it would be a new source" in words
    assert "<ins>at last </ins>" in html
    assert "¶&nbsp;3 <b>added</b>" in html
    assert article.versions.count() == 1
    # What was typed is still there.
    assert 'value="2023-10-07"' in html and "Nobody waved.</textarea>" in html


def test_a_date_alone_is_a_new_version_that_is_read_again(editor: Client, article: Article) -> None:
    recorded(article, NAMES)
    version = file_it(editor, article, published="2023-10-07", time="09:30")
    assert (version.number, version.cause) == (2, "noted")
    assert version.filed_by == User.objects.get(username="editor")
    assert version.published_at == datetime.datetime(2023, 10, 7, 9, 30, tzinfo=UTC)
    assert version.published_precision == "minute"
    assert article.dated_at == version.published_at
    assert [p.text for p in version.paragraphs.order_by("position")] == list(TEXT)
    assert version.runs.get().state == ExtractionRun.State.QUEUED
    page = text_of(editor.get(article.get_absolute_url()).content.decode())
    assert "Published 7 October 2023, 09:30 UTC" in page
    assert "Filed as version 2: date. It is read again." in page
    page = text_of(editor.get("/articles/").content.decode())
    assert "7 Oct 2023" in page and "6 Oct 2023" not in page


def test_a_time_in_the_desks_own_zone(editor: Client, settings: Settings) -> None:
    settings.TIME_ZONE = "America/New_York"
    article = filed()
    version = file_it(editor, article, published="2023-10-07", time="09:30")
    assert version.published_at == datetime.datetime(2023, 10, 7, 13, 30, tzinfo=UTC)
    # Sent again as shown, it is the same to the second.
    said = refused(editor, article, published="2023-10-07", time="09:30")
    assert said == "Nothing is changed: this is what is on file."
    version = file_it(editor, article, published="2023-10-07", headline="Out")
    assert version.published_precision == "day"
    assert version.published_in_words == "7 October 2023"


def test_a_second_nobody_can_type_stays(editor: Client) -> None:
    moment = datetime.datetime(2023, 10, 6, 16, 40, 12, tzinfo=UTC)
    article = filed(published=moment, published_precision="minute")
    version = file_it(editor, article, time="16:40", headline="Out of Niger")
    assert version.published_at == moment


def test_a_text_corrected_by_its_source_keeps_kinds_and_decisions(
    editor: Client, article: Article
) -> None:
    recorded(article, NAMES)
    corrections.reject(Mention.objects.filter(surface="Niamey"), by=None)
    first = article.versions.get()
    text = "\n\n".join(TEXT).replace("a coup", "the coup")
    assert "The one decision people made about its words finds them again." in text_of(
        look(editor, article, text=text)
    )
    version = file_it(editor, article, text=text, cause="correction")
    assert version.get_cause_display() == "corrected by its source"
    assert list(version.paragraphs.order_by("position").values_list("lineage", flat=True)) == list(
        first.paragraphs.order_by("position").values_list("lineage", flat=True)
    )
    recorded(article, NAMES)
    assert Mention.objects.get(surface="Niamey").status == "rejected"


@pytest.mark.parametrize(
    ("role", "where"), [("editor", "wait for their words"), ("admin", "/decisions/unplaced/")]
)
def test_decisions_that_would_lose_their_words_are_foretold(
    article: Article, role: str, where: str
) -> None:
    recorded(article, NAMES)
    for surface in ("Niamey", "France", "EU"):
        corrections.reject(Mention.objects.filter(surface=surface), by=None)
    client = browser_of(role)
    html = look(client, article, text=f"{TEXT[0]}\n\nNothing else is left of it.")
    assert "1 of 3 decisions people made about its words finds them again." in text_of(html)
    assert "Not found: “Niamey”, “EU”." in text_of(html)
    assert where in html
    version = file_it(client, article, text=f"{TEXT[0]}\n\nNothing else is left of it.")
    recorded(article, NAMES)
    shown = browser_of("admin").get(version.get_absolute_url()).content.decode()
    assert "2 decisions about words of this dispatch did not find them" in text_of(shown)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Nothing is changed"),
        ({"text": "\r\n\r\n".join(TEXT) + "\r\n\r\n \r\n"}, "Nothing is changed"),
        ({"source": "SAHEL wire"}, "Nothing is changed"),
        ({"headline": " "}, "needs a headline"),
        ({"headline": "…"}, "needs a headline"),
        ({"headline": "x" * 401}, "at most 400"),
        ({"text": ""}, "no words"),
        ({"text": "—\n\n…"}, "no words"),
        ({"published": "2023-02-30"}, "year-month-day"),
        ({"published": "0001-01-01"}, "published on this day"),
        ({"published": "2999-01-01"}, "published on this day"),
        ({"published": "", "time": "09:30"}, "Give the day as well"),
        ({"time": "25:00"}, "hours:minutes"),
        ({"headline": "Out", "cause": ""}, "Say why"),
        ({"headline": "Out", "cause": "filed"}, "not one of the available choices"),
        ({"headline": "Out", "seen": ""}, "Open this page anew"),
        ({"headline": "Out", "seen": "99999999"}, "less than or equal"),
        ({"text": "The text of another."}, "text of another dispatch, “The other one”"),
    ],
)
def test_nonsense_is_refused_in_plain_words(
    editor: Client, article: Article, changed: dict[str, Any], said: str
) -> None:
    filed("The text of another.", headline="The other one")
    assert said in refused(editor, article, **changed)


def test_a_text_beyond_all_measure_is_refused(
    editor: Client, article: Article, settings: Settings
) -> None:
    settings.MAX_DISPATCH_CHARACTERS = 1000
    assert "the most Newsroom takes" in refused(editor, article, text="word " * 300)


def by_somebody_else(article: Article, *paragraphs: str, **parts: Any) -> None:
    file_correction(
        article,
        ReadDispatch(dispatch(*paragraphs, **parts), "typed", "1"),
        cause="noted",
        filed_by=User.objects.get_or_create(username="ada")[0],
        whole=True,
    )


def test_the_second_of_two_is_told_and_undoes_nothing_of_the_first(
    editor: Client, article: Article
) -> None:
    by_somebody_else(article, published=datetime.date(2023, 10, 9), headline="Ada's headline")
    said = refused(editor, article, seen="1", dateline="Paris")
    assert "ada filed version 2 meanwhile: headline, date." in said
    # The page shows the first one's date and headline beside what was typed.
    html = look(editor, article, seen="1", dateline="Paris")
    assert 'value="2023-10-09"' in html and "Ada&#x27;s headline" in html
    assert 'value="Paris"' in html and 'name="seen" value="2"' in html
    assert "Published 6 October" not in text_of(html)
    version = file_it(
        editor, article, dateline="Paris", published="2023-10-09", headline="Ada's headline"
    )
    assert (version.number, version.dateline, version.headline) == (3, "Paris", "Ada's headline")


def test_two_who_correct_the_same_are_told_that_it_is_done(
    editor: Client, article: Article
) -> None:
    by_somebody_else(article, published=datetime.date(2023, 10, 9))
    said = refused(editor, article, seen="1", published="2023-10-09")
    assert "Nothing is left to file" in said
    assert "ada filed version 2 meanwhile: date." in said


def test_a_version_that_never_was_is_the_current_one(editor: Client, article: Article) -> None:
    assert file_it(editor, article, seen="31", headline="Out").number == 2


CORRECTED = (
    b"CORRECTED-France to leave Niger in December\n\nBy Ann Arbor\n\n"
    b"PARIS, Oct 8, 2023 - President Emmanuel Macron said France would withdraw from Niger.\n\n"
    b"Nobody waved it goodbye.\n"
)


def test_a_file_is_shown_before_it_is_filed(editor: Client, article: Article) -> None:
    upload = SimpleUploadedFile("../corrected.txt", CORRECTED)
    # Whichever button is pressed, and what was typed is not overwritten.
    response = sent(editor, article, "file_it", file=upload, source="Harmattan Press")
    assert response.status_code == 200
    html = response.content.decode()
    assert article.versions.count() == 1
    assert "Published 6 October 2023 → is now 8 October 2023" in text_of(html)
    assert 'value="Ann Arbor"' in html
    assert 'value="Harmattan Press"' in html
    assert 'name="file_name" value="corrected.txt"' in html
    shown = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", html, re.DOTALL)
    assert shown and shown[1].endswith("\n\nNobody waved it goodbye.")
    version = file_it(
        editor,
        article,
        text=shown[1].replace("\n", "\r\n"),
        file_name="corrected.txt",
        published="2023-10-08",
        cause="correction",
    )
    assert version.file_name == "corrected.txt"
    assert version.paragraphs.count() == 2


@pytest.mark.parametrize(
    ("raw", "changed", "said"),
    [
        (b"", {}, "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), {}, "PNG"),
        (b"words " * 400, {}, "too large"),
        (CORRECTED, {"text": "Something else was typed."}, "not both"),
    ],
)
def test_a_file_that_cannot_be_it_is_told(
    editor: Client,
    article: Article,
    settings: Settings,
    raw: bytes,
    changed: dict[str, Any],
    said: str,
) -> None:
    settings.MAX_DISPATCH_BYTES = 2000
    assert said in refused(editor, article, file=SimpleUploadedFile("x.txt", raw), **changed)


def test_the_history_tells_every_version_and_each_can_be_looked_at(
    editor: Client, article: Article
) -> None:
    recorded(article, NAMES)
    file_it(editor, article, published="2023-10-07")
    text = f"{TEXT[0]}\n\nNobody waved it goodbye."
    file_it(editor, article, published="2023-10-07", text=text, cause="correction")
    reader = browser_of("journalist")
    words = text_of(reader.get(f"/articles/{article.pk}/history/").content.decode())
    assert "editor filed version 3, corrected by its source: 1 paragraph added, 1 gone" in words
    assert "editor filed version 2, put right by the desk: date" in words
    assert "System filed it" in words
    assert words.index("version 3, ") < words.index("version 2, ") < words.index("filed it")

    html = reader.get(f"/articles/{article.pk}/versions/2/").content.decode()
    assert "This version was replaced." in html
    assert "Published 6 October 2023 → is now 7 October 2023" in text_of(html)
    assert TEXT[1] in text_of(html) and "Nobody waved" not in html
    assert "<form" not in html[html.index("<article") : html.index("</article>")]
    for number in (1, 3):
        assert f'href="/articles/{article.pk}/versions/{number}/"' in html
    first = text_of(reader.get(f"/articles/{article.pk}/versions/1/").content.decode())
    assert "Published 6 October 2023" in first and "What it changed" not in first
    current = text_of(reader.get(f"/articles/{article.pk}/versions/3/").content.decode())
    assert "This is what readers see now." in current
    assert reader.get(f"/articles/{article.pk}/versions/4/").status_code == 404


def test_a_journalist_is_told_that_correcting_is_for_editors(article: Article) -> None:
    response = browser_of("journalist").get(f"/articles/{article.pk}/correct/")
    assert response.status_code == 403
    assert "for editors" in response.content.decode()
