"""Everything handed in is accounted for: filed, a duplicate, or failed with its reason."""

import datetime
import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from articles.intake import Incoming, opening_words, receive
from articles.intake.noting import NO_WISHES, noted, told_otherwise
from articles.models import Article, Delivery, Paragraph, Receipt, Source
from articles.tests.factories import dispatch, filed
from entities.models import ExtractionRun

STORY = (
    "French soldiers leave Niamey\n\n"
    "NIAMEY, Dec 22 - The last French soldiers left Niger on Friday, the army said.\n\n"
    "Their convoy crossed the border in the afternoon, and nobody waved it goodbye.\n"
)
OTHER = (
    "Flood reaches Derna\n\n"
    "DERNA, Sept 11 - Two dams broke above the Libyan city of Derna on Monday, officials said.\n\n"
    "Thousands of people were missing by nightfall, the Red Crescent said.\n"
)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200)

pytestmark = pytest.mark.django_db


def deliver(*items: Incoming, **wishes: object) -> list[Receipt]:
    delivery = receive(items, via=Delivery.Via.PAGE, **wishes)  # type: ignore[arg-type]
    return list(delivery.receipts.select_related("article__current_version__article"))


def a_file(text: str, name: str = "story.txt", encoding: str = "utf-8") -> Incoming:
    return Incoming(name, raw=text.encode(encoding))


def test_a_file_becomes_a_dispatch_with_its_parts() -> None:
    (receipt,) = deliver(a_file(STORY))
    assert receipt.outcome == "filed", receipt.reason
    assert receipt.article is not None
    assert receipt.article.current_version is not None
    version = receipt.article.current_version
    assert version.headline == "French soldiers leave Niamey"
    assert version.dateline == "Niamey"
    assert version.number == 1
    assert version.language == "en"
    assert [p.position for p in version.paragraphs.all()] == [1, 2]
    assert version.word_count == sum(len(p.text.split()) for p in version.paragraphs.all())
    assert version.runs.get().state == ExtractionRun.State.QUEUED


def test_each_in_one_upload_has_its_own_outcome() -> None:
    receipts = deliver(
        a_file(STORY),
        Incoming("empty.txt", raw=b""),
        Incoming("picture.txt", raw=PNG),
        Incoming("book.txt", raw=b"A word and a word. " * 1_100_000),
        a_file(STORY, "again.txt"),
        a_file(OTHER, "utf16.txt", "utf-16"),
        Incoming("cp1252.txt", raw=(OTHER + "“Café”, he said – twice.\n").encode("cp1252")),
    )
    assert [r.outcome for r in receipts] == [
        "filed",
        "failed",
        "failed",
        "failed",
        "duplicate",
        "filed",
        "filed",
    ]
    assert receipts[4].article == receipts[0].article
    assert "empty" in receipts[1].reason
    assert "PNG" in receipts[2].reason
    assert "MB" in receipts[3].reason
    assert Paragraph.objects.filter(
        version__article=receipts[6].article, text__contains="“Café”, he said – twice."
    ).exists()
    assert Article.objects.count() == 3


def test_the_same_text_in_another_layout_is_a_duplicate() -> None:
    first, second = deliver(
        a_file(STORY), a_file(STORY.replace("\n\n", "\r\n\r\n").replace("Niger ", "Niger  "))
    )
    assert (first.outcome, second.outcome) == ("filed", "duplicate")
    assert second.article == first.article


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        # What it says is what is on file, or less than that.
        ({}, ""),
        ({"published": None, "published_precision": "", "source": "", "headline": ""}, ""),
        ({"source": "SAHEL  WIRE", "headline": "FRANCE to leave Niger"}, ""),
        (
            {"published": datetime.date(2023, 10, 7)},
            "It is on file with another date (6 October 2023; here 7 October 2023). "
            "What is on file stays.",
        ),
        # The day is the same, and the time is more than is on file.
        (
            {
                "published": datetime.datetime(2023, 10, 6, 16, 40, tzinfo=datetime.UTC),
                "published_precision": "minute",
            },
            "It is on file with another date (6 October 2023; here 6 October 2023, 16:40 UTC). "
            "What is on file stays.",
        ),
        (
            {"published": datetime.date(2023, 10, 7), "source": "Desk", "headline": "Out"},
            "It is on file with another date (6 October 2023; here 7 October 2023), another source "
            "(“Sahel Wire”; here “Desk”) and another headline (here “Out”). What is on file stays.",
        ),
    ],
)
def test_what_a_duplicate_tells_otherwise_is_told(parts: dict[str, Any], told: str) -> None:
    article = filed()
    assert article.current_version is not None
    found = noted(dispatch(**parts), NO_WISHES)
    assert told_otherwise(found, article.current_version) == told


def test_a_day_is_no_other_date_than_its_minute() -> None:
    minute = datetime.datetime(2023, 10, 6, 16, 40, tzinfo=datetime.UTC)
    article = filed(published=minute, published_precision="minute")
    assert article.current_version is not None
    assert told_otherwise(noted(dispatch(), NO_WISHES), article.current_version) == ""


def test_a_duplicate_with_another_date_says_so_in_its_receipt() -> None:
    (first,) = deliver(a_file(STORY), published=datetime.date(2023, 12, 22))
    (again,) = deliver(a_file(STORY), published=datetime.date(2023, 12, 23))
    (silent,) = deliver(a_file(STORY))
    assert first.reason == silent.reason == ""
    assert again.outcome == "duplicate" and again.article == first.article
    assert "another date (22 December 2023; here 23 December 2023)" in again.reason
    # Nothing was on file: the date it brings is not lost either.
    (undated,) = deliver(a_file(OTHER.replace(", Sept 11", "")))
    (dated,) = deliver(a_file(OTHER.replace(", Sept 11", "")), published=datetime.date(2023, 9, 12))
    assert undated.article == dated.article
    assert "another date (none; here 12 September 2023)" in dated.reason


def test_an_unexpected_error_fails_one_item_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    from articles.intake import receiving

    real = receiving.read_file

    def breaks_on_one(name: str, raw: bytes, **limits: int) -> object:
        if name == "bad.txt":
            raise ZeroDivisionError
        return real(name, raw, **limits)

    monkeypatch.setattr(receiving, "read_file", breaks_on_one)
    bad, good = deliver(a_file(OTHER, "bad.txt"), a_file(STORY))
    assert bad.outcome == "failed"
    assert "ZeroDivisionError" in bad.reason
    assert good.outcome == "filed"


def test_the_editor_wins_over_one_dispatch_and_fills_in_for_several() -> None:
    (one,) = deliver(
        a_file("By their own date\n\n" + OTHER),
        headline="Own headline",
        source="desk",
        published=datetime.date(2023, 9, 11),
    )
    assert one.article is not None
    assert one.article.current_version is not None
    assert one.article.current_version.headline == "Own headline"
    assert one.article.source == Source.objects.get(name="desk")
    assert one.article.current_version.published_at.date() == datetime.date(2023, 9, 11)  # type: ignore[union-attr]
    assert one.article.current_version.published_precision == "day"
    several = deliver(
        a_file(STORY), Incoming("", text="Short text of a pasted note about Mali."), source="DESK"
    )
    assert {r.article.source.name for r in several} == {"desk"}  # type: ignore[union-attr]
    assert Source.objects.count() == 1


def test_a_date_no_wire_can_have_is_left_out() -> None:
    article = filed(published=datetime.date(9999, 12, 31))
    assert article.current_version is not None
    assert article.current_version.published_at is None
    assert article.current_version.published_precision == ""


def test_without_a_headline_the_opening_words_stand_in() -> None:
    assert opening_words(dispatch("One short line.")) == "One short line."
    long = opening_words(dispatch("word " * 60))
    assert len(long) <= 91
    assert long.endswith("word…")
    assert len(opening_words(dispatch("x" * 500))) <= 91


def test_names_of_files_are_only_labels() -> None:
    receipts = deliver(a_file(STORY, "../../etc/pass\x00wd\u202etxt.txt"), a_file(OTHER, "n" * 400))
    assert [r.outcome for r in receipts] == ["filed", "filed"]
    assert receipts[0].name == "passwdtxt.txt"
    assert len(receipts[1].name) == 255


def test_a_paragraph_too_long_for_the_search_index_is_still_filed() -> None:
    words = " ".join(f"word{number}" for number in range(90_000))
    (receipt,) = deliver(a_file(words))
    assert receipt.outcome == "filed", receipt.reason


def test_who_filed_it_is_kept() -> None:
    user = User.objects.create_user("ed")
    (receipt,) = deliver(a_file(STORY), received_from=user)
    assert receipt.article is not None
    assert receipt.article.current_version.filed_by == user  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_file_the_same_at_once_one_is_new_and_one_finds_it() -> None:
    at_once = threading.Barrier(4)
    outcomes: list[str] = []

    def file_it() -> None:
        at_once.wait()
        try:
            outcomes.append(deliver(a_file(STORY))[0].outcome)
        finally:
            connection.close()

    threads = [threading.Thread(target=file_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["duplicate", "duplicate", "duplicate", "filed"]
    assert Article.objects.count() == 1
    assert ExtractionRun.objects.count() == 1


def test_names_with_accents_in_a_windows_1252_file_are_read_as_written() -> None:
    text = "Row in Paris\n\nPARIS, May 2 - “No,” said Hélène Dupont – twice. Sylvain Itté left.\n"
    (receipt,) = deliver(a_file(text, encoding="cp1252"))
    assert Paragraph.objects.get(version__article=receipt.article).text == (
        "PARIS, May 2 - “No,” said Hélène Dupont – twice. Sylvain Itté left."
    )
