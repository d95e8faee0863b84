"""The samples: every one is read whole, and none brings anything of its page with it."""

import datetime
from pathlib import Path

import pytest

import articles
from articles.readers import ReadDispatch, read_file
from extraction import dates

SAMPLES = sorted(
    path
    for path in (Path(articles.__file__).parent / "samples").iterdir()
    if path.name != "README.md"
)
SOURCES = {
    "Gulf of Guinea Report",
    "Harmattan Press",
    "Highland Courier",
    "Isthmus Press",
    "Mediterranean News Agency",
    "Sahel Wire Service",
}
# Words that stand around the stories, in menus, notices and feet.
AROUND = (
    "cookies",
    "newsletter",
    "Subscribe",
    "Sign up",
    "Sign me up",
    "Advertisement",
    "Share on",
    "Copy link",
    "Most read",
    "Read next",
    "Trending",
    "All rights reserved",
    "Copyright",
    "Log in",
    "comments",
    "jorge72",
    "min read",
    "Skip to",
    "-30-",
    "(more)",
    "Published:",
    "datePublished",
)


def read(path: Path) -> ReadDispatch:
    return read_file(path.name, path.read_bytes(), max_bytes=100_000, max_characters=20_000)


def test_there_are_samples_of_every_format() -> None:
    count = {
        suffix: sum(path.suffix == suffix for path in SAMPLES)
        for suffix in (".txt", ".md", ".html")
    }
    assert count == {".txt": 12, ".md": 5, ".html": 6}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_read_whole(path: Path) -> None:
    found = read(path)
    dispatch = found.dispatch
    assert found.reader == {".txt": "plain", ".md": "markdown", ".html": "html"}[path.suffix]
    assert 20 < len(dispatch.headline) < 120
    assert dispatch.source in SOURCES
    assert dispatch.language == "en"
    assert dispatch.published is not None
    assert datetime.date(2023, 6, 1).isoformat() < dispatch.published.isoformat() < "2024-03-01"
    assert dispatch.published_precision == dates.precision(dispatch.published)
    bodies = [paragraph.text for paragraph in dispatch.paragraphs if paragraph.kind == "body"]
    assert len(bodies) >= 4
    assert 240 < sum(len(paragraph.text.split()) for paragraph in dispatch.paragraphs) < 620
    # A story that ran together or fell apart shows in its longest paragraph and in its shortest.
    assert max(map(len, bodies)) < 700
    assert min(map(len, bodies)) > 20


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_brings_nothing_of_its_surroundings(path: Path) -> None:
    dispatch = read(path).dispatch
    words = "\n".join(paragraph.text for paragraph in dispatch.paragraphs)
    assert [around for around in AROUND if around in words] == []
    assert not set(words) & set("<>*#\ue0c1")
    assert dispatch.headline not in words


@pytest.mark.parametrize(
    ("name", "byline", "dateline", "published"),
    [
        ("niger-01-palace-sealed.txt", "Mariama Sanda", "Niamey", "2023-07-27T00:35:00+00:00"),
        (
            "niger-02-general-on-television.txt",
            "Idrissa Kane in Niamey and Claire Aumont in Paris",
            "Niamey, Niger",
            "2023-07-28",
        ),
        (
            "niger-03-one-week.html",
            "Folake Adewumi and Idrissa Kane",
            "Abuja, Nigeria",
            "2023-07-30T20:12:00+01:00",
        ),
        ("niger-06-alliance-signed.txt", "Boubacar Sangho", "Bamako", "2023-09-17"),
        ("niger-07-before-dawn.html", "Mariama Sanda", "Niamey", "2023-09-27T06:30:00+00:00"),
        ("libya-01-storm-in-thessaly.txt", "Eleni Vasilaki", "Volos", "2023-09-08"),
        ("libya-05-crowd-burns-house.txt", "", "Derna", "2023-09-19T14:05:00+00:00"),
        ("libya-06-eight-in-custody.html", "Nadia Ferrante", "Tripoli, Libya", "2023-09-26"),
        ("libya-07-a-fund-and-a-family.md", "Salma Orfali", "Benghazi", "2024-02-08"),
        ("guatemala-02-party-suspended.txt", "Lucía Menchaca", "Guatemala", "2023-07-13"),
        (
            "guatemala-04-hundred-roadblocks.md",
            "Paola Xicará",
            "Totonicapán, Guatemala",
            "2023-10-10T18:05:00-06:00",
        ),
        ("guatemala-07-door-closed.txt", "", "", "2024-01-17"),
    ],
)
def test_the_head_of_a_sample(name: str, byline: str, dateline: str, published: str) -> None:
    dispatch = read(next(path for path in SAMPLES if path.name == name)).dispatch
    assert dispatch.published is not None
    assert (dispatch.byline, dispatch.dateline) == (byline, dateline)
    assert dispatch.published.isoformat() == published


def test_captions_and_credits_are_told_from_the_story() -> None:
    for path in SAMPLES:
        for paragraph in read(path).dispatch.paragraphs:
            assert (paragraph.kind == "credit") == paragraph.text.startswith(
                ("Photo:", "Graphic:", "Credit:", "(Reporting by", "(Writing by")
            ), f"{path.name}: {paragraph.kind} {paragraph.text}"
