"""Corrected versions of a dispatch: paragraphs keep their lineage, whatever became of them."""

import threading

import pytest
from django.db import connection

from articles.intake import file_correction
from articles.lineage import matched
from articles.models import Article, Version
from articles.readers import ReadDispatch
from articles.tests.factories import dispatch, filed
from entities.models import ExtractionRun

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


def corrected(article: Article, *paragraphs: str, **parts: object) -> tuple[Version, bool]:
    return file_correction(article, ReadDispatch(dispatch(*paragraphs, **parts), "plain", "1"))


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
