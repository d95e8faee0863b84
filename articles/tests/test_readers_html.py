"""Pages: the story without its surroundings, and what the page says of itself."""

import datetime

import pytest
from lxml.html import document_fromstring

from articles.readers.html import read_html
from articles.readers.metadata import About, read_about
from extraction.types import Unreadable

LONG = (
    "The last French soldiers left Niger on Friday, ending a deployment of more than ten years, "
    "the army said in Niamey, and their convoy reached the border of Chad late in the evening."
)
AGAIN = (
    "Officers of both countries had agreed on the route in October, after weeks of talks that were "
    "interrupted twice, and the last aircraft took off from the capital shortly after noon."
)
END = (
    "Nobody waved them goodbye except the traders at the gate of the base, who said that they would "
    "miss their customers more than the ministers would miss their allies."
)


def about(head: str, body: str = "<p>Text.</p>", root: str = "<html>") -> About:
    return read_about(document_fromstring(f"{root}<head>{head}</head><body>{body}</body></html>"))


def ld(node: str) -> str:
    return f'<script type="application/ld+json">{node}</script>'


def blocks(page: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_html(page).paragraphs]


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        (ld('{"@type":"NewsArticle","headline":"Soldiers leave"}'), "", "Soldiers leave"),
        (
            ld(
                '{"@graph":[{"@type":"WebSite","name":"W"},{"@type":["ReportageNewsArticle"],"headline":"Gone"}]}'
            ),
            "",
            "Gone",
        ),
        (ld('[{"@type":"BlogPosting","headline":"Ar&eacute;valo\\nwins"}]'), "", "Arévalo wins"),
        # Comment marks of old templates, a broken block before a good one.
        (ld("{not json") + ld('<!--{"@type":"Article","headline":"Gone"}-->'), "", "Gone"),
        (ld('{"@type":"Product","headline":"Buy"}'), "<h1>Soldiers leave</h1>", "Soldiers leave"),
        ("<title>Soldiers leave | The Wire</title>", "", "Soldiers leave"),
        ("<title>Derna - a city mourns</title>", "", "Derna - a city mourns"),
        (
            '<meta property="og:site_name" content="The Wire"><title>Derna - a city mourns - The Wire</title>',
            "",
            "Derna - a city mourns",
        ),
        (
            '<meta property="og:site_name" content="The Wire"><title>The Wire - Derna mourns</title>',
            "",
            "Derna mourns",
        ),
        # Of two <h1> one is the masthead.
        (
            '<meta property="og:title" content="Soldiers leave">',
            "<h1>The Wire</h1><h1>Soldiers leave</h1>",
            "Soldiers leave",
        ),
        ("", "", ""),
    ],
)
def test_the_headline_is_found(head: str, body: str, headline: str) -> None:
    assert about(head, body + "<p>Text.</p>").headline == headline


DAY = datetime.date(2023, 9, 27)
MOMENT = datetime.datetime(2023, 9, 27, 6, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        (
            ld('{"@type":"NewsArticle","headline":"x","datePublished":"2023-09-27T06:30:00Z"}'),
            "",
            MOMENT,
        ),
        (ld('{"@type":"NewsArticle","headline":"x","datePublished":"2023-09-27"}'), "", DAY),
        # A day in one place and its time in another.
        (
            ld('{"@type":"NewsArticle","headline":"x","datePublished":"2023-09-27"}'),
            '<article><time datetime="2023-09-27T06:30Z">today</time></article>',
            MOMENT,
        ),
        # The time of another day adds nothing.
        (
            ld('{"@type":"NewsArticle","headline":"x","datePublished":"2023-09-27"}'),
            '<article><time datetime="2023-09-28T06:30Z">today</time></article>',
            DAY,
        ),
        (
            '<meta property="article:published_time" content="2023-09-27T06:30:00+00:00">',
            "",
            MOMENT,
        ),
        ('<meta name="DC.date.issued" content="27 September 2023">', "", DAY),
        ('<meta itemprop="datePublished" content="2023-09-27T08:30+02:00">', "", MOMENT),
        ("", '<article><time datetime="2023-09-27">27 Sept</time></article>', DAY),
        ("", "<main><time>27 September 2023, 06:30 GMT</time></main>", MOMENT),
        # When the page was changed, or the next story's date, is not when this one was published.
        ('<meta property="article:modified_time" content="2023-09-27T06:30:00Z">', "", None),
        ("", '<time datetime="2023-09-27">a</time><time datetime="2023-09-28">b</time>', None),
        ("", "", None),
    ],
)
def test_the_date_is_found_with_its_time(
    head: str, body: str, published: datetime.date | None
) -> None:
    assert about(head, body + "<p>Text.</p>").published == published


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (ld('{"@type":"NewsArticle","headline":"x","author":{"name":"Ann Lee"}}'), "", "Ann Lee"),
        (
            ld('{"@type":"NewsArticle","headline":"x","author":["Ann Lee",{"name":"Bob Ray"}]}'),
            "",
            "Ann Lee and Bob Ray",
        ),
        ('<meta name="author" content="By Ann Lee">', "", "Ann Lee"),
        # An address is nobody's name.
        (
            '<meta property="article:author" content="https://social.example/ann">',
            '<p class="article-byline">By Ann Lee</p>',
            "Ann Lee",
        ),
        ("", '<a rel="author" href="/ann">Ann Lee</a>', "Ann Lee"),
        ("", "", ""),
    ],
)
def test_the_byline_is_found(head: str, body: str, byline: str) -> None:
    assert about(head, body + "<p>Text.</p>").byline == byline


def test_the_source_and_the_language_are_found() -> None:
    node = '{"@type":"NewsArticle","headline":"x","publisher":{"@type":"Organization","name":"The Wire"}}'
    assert about(ld(node)).source == "The Wire"
    assert about('<meta property="og:site_name" content="The Wire">').source == "The Wire"
    assert about("", root='<html lang="en-GB">').language == "en"
    assert about("").language == ""


def test_a_page_gives_its_story_without_its_surroundings() -> None:
    page = f"""<!DOCTYPE html><html lang="en"><head><title>Soldiers leave | The Wire</title></head><body>
    <div class="cookie-banner"><p>We value your privacy and that of our 300 partners.</p></div>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <article><h1>Soldiers leave</h1><p class="byline">By Ann Lee</p>
    <p>{LONG}</p>
    <figure><img src="a.jpg"><figcaption>Soldiers at the gate. <span>Photo: Ann Lee / SWS</span></figcaption></figure>
    <div class="ad"><p>Advertisement: buy a car today.</p></div>
    <h2>What they leave</h2>
    <p>{AGAIN}</p>
    <ul><li>Fuel and huts</li><li>A runway</li></ul>
    <p>{END}</p>
    <div class="related"><h3>Read more</h3><p><a href="/x">Ten beaches you have never heard of</a></p></div>
    </article>
    <div class="comments"><p>jorge72: Finally!</p></div>
    <footer><p>© 2023 The Wire. All rights reserved.</p></footer></body></html>"""
    found = read_html(page)
    assert (found.headline, found.byline) == ("Soldiers leave", "Ann Lee")
    assert blocks(page) == [
        ("body", LONG),
        ("caption", "Soldiers at the gate."),
        ("credit", "Photo: Ann Lee / SWS"),
        ("crosshead", "What they leave"),
        ("body", AGAIN),
        ("list", "Fuel and huts"),
        ("list", "A runway"),
        ("body", END),
    ]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>The last soldiers left.</p>", [("body", "The last soldiers left.")]),
        ("The last <b>soldiers</b> left.", [("body", "The last soldiers left.")]),
        ("<p>They left.<p>At last.", [("body", "They left."), ("body", "At last.")]),
        ("They left.<br><br>At<br>last.", [("body", "They left."), ("body", "At last.")]),
        (
            "<div>They left.</div><div>At last.</div>",
            [("body", "They left."), ("body", "At last.")],
        ),
        (
            "<h1>Gone</h1><p>They left.</p><h2>What now</h2><p>Nobody knows.</p><ul><li>One</li></ul>",
            [
                ("body", "They left."),
                ("crosshead", "What now"),
                ("body", "Nobody knows."),
                ("list", "One"),
            ],
        ),
        (
            "<p>They left.</p><table><tr><td>1<td>2</table><p>At last.</p>",
            [("body", "They left."), ("body", "At last.")],
        ),
        ("<pre>They left.\n\nAt last.</pre>", [("body", "They left."), ("body", "At last.")]),
        ("<p>They<!-- all --> left.<script>go()</script></p>", [("body", "They left.")]),
        # The tail of what is left out belongs to the story.
        ("<p>They <svg><text>x</text></svg>left.</p>", [("body", "They left.")]),
        ('<div class="x"><p>They left.</p></div>', [("body", "They left.")]),
        # Pages of old: the story in a table, or everything in one form.
        (
            "<table><tr><td><p>They left.</p><p>At last.</p></td></tr></table>",
            [("body", "They left."), ("body", "At last.")],
        ),
        (
            '<form id="aspnet"><p>They left.</p><p>At last.</p></form>',
            [("body", "They left."), ("body", "At last.")],
        ),
        ("<p>الجنود الفرنسيون غادروا النيجر.</p>", [("body", "الجنود الفرنسيون غادروا النيجر.")]),
        ("<p>最后一批士兵离开了。</p>", [("body", "最后一批士兵离开了。")]),
    ],
)
def test_small_and_plain_pages_are_read_whole(page: str, found: list[tuple[str, str]]) -> None:
    assert blocks(page) == found


def test_a_page_in_one_form_loses_its_menus_only() -> None:
    page = (
        "<html><body><form class='page'><nav><a href=/>Home</a></nav>"
        f"<div class='story'><h1>Gone</h1><p>{LONG}</p><p>{AGAIN}</p><p>{END}</p></div></form></body></html>"
    )
    assert blocks(page) == [("body", LONG), ("body", AGAIN), ("body", END)]


def test_headings_survive_where_the_story_does() -> None:
    """In boxes without a name trafilatura drops every heading."""
    page = (
        "<html><body class='a'><div><div class='menu'><a href=/>Home</a></div><div><div class='article'>"
        f"<p>{LONG}</p><h2>What they leave</h2><p>{AGAIN}</p><h3>Who stays</h3><p>{END}</p>"
        "</div></div></div></body></html>"
    )
    assert [kind for kind, _ in blocks(page)] == ["body", "crosshead", "body", "crosshead", "body"]


def test_a_line_of_credits_in_the_page_is_read() -> None:
    found = read_html(
        "<h1>Eight in custody</h1><p><i>By Nadia Ferrante, Mediterranean News Agency, 26 September "
        f"2023</i><p>TRIPOLI, Libya (MNA) - {LONG}"
    )
    assert (found.byline, found.source) == ("Nadia Ferrante", "Mediterranean News Agency")
    assert found.published == datetime.date(2023, 9, 26)
    assert found.dateline == "Tripoli, Libya"


def test_a_page_with_more_parts_than_any_news_page_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"This page has 300,\d{3} parts"):
        read_html("<p>" + "<br>" * 300_100)
