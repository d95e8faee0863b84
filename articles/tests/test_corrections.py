"""Corrected versions of a dispatch: paragraphs keep their lineage, whatever became of them."""

import datetime
import threading
from typing import Any

import pytest
from django.db import connection

from articles.intake import Overtaken, Refused, file_correction
from articles.lineage import matched
from articles.models import Article, Source, Version
from articles.readers import ReadDispatch
from articles.tests.factories import dispatch, filed
from entities.models import Appearance, Entity, ExtractionRun
from entities.tests.factories import NAMES, recorded

pytestmark = pytest.mark.django_db

A = "President Emmanuel Macron said France would withdraw from Niger."
B = "Macron spoke after a coup in Niamey, where the European Union has a mission."
C = "The last flight left on Friday."
D = "Nobody at the ministry answered the telephone."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # Nothing changed; moved; one put before; one taken out.
        ([A, B, C], [A, B, C], [0, 1, 2]),
        ([A, B, C], [C, A, B], [2, 0, 1]),
        ([A, B], [D, A, B], [None, 0, 1]),
        ([A, B, C], [A, C], [0, 2]),
        # Reworded, and moved as well.
        ([A, B], [A.replace("would withdraw", "will soon withdraw"), B], [0, 1]),
        ([A, B, C], [C, B.replace("coup", "failed coup"), A], [2, 1, 0]),
        # Another text, though it has the little words in common.
        ([A, B], [D], [None]),
        # The same text twice: in order.
        ([C, A, C], [C, C], [0, 2]),
        # Of two alike the more alike is it.
        ([A, A.replace("Niger", "Mali")], [A.replace("Niger", "Mali now")], [1]),
        ([], [A], [None]),
        ([A], [], []),
    ],
)
def test_a_paragraph_is_known_again(
    old: list[str], new: list[str], expected: list[int | None]
) -> None:
    assert matched(old, new) == expected


def corrected(
    article: Article,
    *paragraphs: str,
    whole: bool = False,
    seen: int | None = None,
    **parts: object,
) -> tuple[Version, bool]:
    read = ReadDispatch(dispatch(*paragraphs, **parts), "plain", "1")
    return file_correction(article, read, whole=whole, seen=seen)


def lineages(version: Version) -> list[object]:
    return list(version.paragraphs.order_by("position").values_list("lineage", flat=True))


def test_a_correction_is_a_new_version_and_the_old_one_stays() -> None:
    article = filed(A, B)
    first = article.current_version
    assert first is not None
    version, is_new = corrected(article, C, B, A.replace("Niger", "Mali"))
    article.refresh_from_db()
    assert is_new
    assert article.current_version == version
    assert (version.number, version.cause) == (2, "correction")
    assert lineages(version)[1:] == lineages(first)[::-1]
    assert lineages(version)[0] not in lineages(first)
    assert [p.text for p in first.paragraphs.order_by("position")] == [A, B]
    assert article.source is not None and article.source.name == "Sahel Wire"


def test_it_is_read_anew() -> None:
    article = filed(A)
    ExtractionRun.objects.all().delete()
    version, _ = corrected(article, B)
    assert ExtractionRun.objects.get().version == version


def test_what_it_does_not_say_it_keeps() -> None:
    article = filed(A)
    version, _ = corrected(article, B, headline="", published=None, published_precision="")
    first = article.versions.get(number=1)
    assert version.headline == first.headline
    assert (version.published_at, version.published_precision) == (
        first.published_at,
        first.published_precision,
    )


def test_the_same_text_is_no_correction_but_another_headline_is() -> None:
    article = filed(A)
    assert corrected(article, A) == (article.current_version, False)
    version, is_new = corrected(article, A, headline="France to leave Niger at last")
    assert is_new and version.number == 2
    assert lineages(version) == lineages(article.versions.get(number=1))


def test_the_same_text_with_another_date_is_a_new_version_read_anew() -> None:
    article = filed(A, B)
    ExtractionRun.objects.all().delete()
    version, is_new = corrected(article, A, B, published=datetime.date(2023, 10, 7))
    article.refresh_from_db()
    assert is_new and version.number == 2
    assert lineages(version) == lineages(article.versions.get(number=1))
    assert version.published_in_words == "7 October 2023"
    assert article.dated_at == version.published_at
    assert ExtractionRun.objects.get().version == version


def test_a_letter_that_is_another_is_a_correction() -> None:
    article = filed(A)
    version, is_new = corrected(article, A.replace("Niger", "niger"))
    assert is_new and version.text_hash == article.versions.get(number=1).text_hash


def test_whole_says_what_is_not_known() -> None:
    article = filed(A, byline="Ann Arbor", dateline="Niamey")
    unknown: dict[str, Any] = {"published": None, "published_precision": "", "source": ""}
    version, is_new = corrected(article, A, whole=True, headline="Other", **unknown)
    article.refresh_from_db()
    assert is_new
    assert (version.headline, version.byline, version.dateline) == ("Other", "", "")
    assert (version.published_at, version.published_precision) == (None, "")
    assert version.source is None and article.source is None
    first = article.versions.get(number=1)
    assert article.dated_at == first.filed_at
    assert first.source is not None and first.source.name == "Sahel Wire"


def test_a_source_is_known_again_however_it_is_written() -> None:
    article = filed(A)
    assert corrected(article, A, whole=True, source="SAHEL  wire") == (
        article.current_version,
        False,
    )
    version, _ = corrected(article, A, whole=True, source="Harmattan Press")
    article.refresh_from_db()
    assert article.source == version.source == Source.objects.get(name="Harmattan Press")


def test_the_second_of_two_who_saw_the_same_version_is_told() -> None:
    article = filed(A)
    corrected(article, B, seen=1)
    with pytest.raises(Overtaken) as overtaken:
        corrected(article, C, seen=1)
    assert overtaken.value.version.number == 2
    assert article.versions.count() == 2


def test_the_text_of_another_dispatch_is_refused() -> None:
    article, other = filed(A), filed(B, headline="The other one")
    with pytest.raises(Refused, match="“The other one”"):
        corrected(article, B)
    # Once that one says something else, its old text is free.
    corrected(other, C)
    _, is_new = corrected(article, B)
    assert is_new


def test_a_corrected_text_handed_in_again_is_a_duplicate() -> None:
    article = filed(A)
    corrected(article, B)
    assert filed(B) == filed(A) == article
    corrected(article, C)
    assert filed(B) != article


def test_tallies_follow_the_new_date() -> None:
    article, other = filed(A), filed(D + " Niger", published=datetime.date(2023, 10, 20))
    recorded(article, NAMES)
    recorded(other, NAMES)
    niger = Entity.objects.get(name="Niger")
    assert niger.first_seen_at == article.dated_at
    corrected(article, A, published=datetime.date(2023, 11, 2))
    article.refresh_from_db()
    recorded(article, NAMES)
    niger.refresh_from_db()
    appearance = Appearance.objects.get(article=article, entity=niger)
    assert appearance.dated_at == article.dated_at == niger.last_seen_at
    assert niger.first_seen_at == other.dated_at
    assert (appearance.mention_count, niger.mention_count, niger.article_count) == (1, 2, 2)


@pytest.mark.django_db(transaction=True)
def test_tallies_follow_it_before_it_is_read_anew() -> None:
    article = filed(A)
    recorded(article, NAMES)
    corrected(article, A, published=datetime.date(2023, 11, 2))
    article.refresh_from_db()
    assert set(Appearance.objects.values_list("dated_at", flat=True)) == {article.dated_at}
    assert Entity.objects.get(name="Niger").first_seen_at == article.dated_at


@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_come_one_after_the_other() -> None:
    article = filed(A)
    at_once = threading.Barrier(2)

    def correct(text: str) -> None:
        at_once.wait()
        corrected(article, text)
        connection.close()

    threads = [threading.Thread(target=correct, args=(text,)) for text in (B, C)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    article.refresh_from_db()
    assert sorted(article.versions.values_list("number", flat=True)) == [1, 2, 3]
    assert article.current_version is not None and article.current_version.number == 3
