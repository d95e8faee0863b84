"""What a web page says of itself: its headline, author, date, source and language.

Pages say it two or three times over. JSON-LD is asked first, since it is written for machines that
complain; then the `<meta>` elements; then what readers see.
"""

import datetime
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from articles.readers.dates import read_date
from extraction.dates import Moment
from extraction.text import clean

_ARTICLE_TYPE = re.compile(r"(?:article|posting|^report)$", re.IGNORECASE)
_DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
)
_AUTHOR_METAS = (
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "article:author",
)
_SOURCE_METAS = ("og:site_name", "dc.publisher", "publisher", "application-name")
_TITLE_METAS = ("og:title", "dc.title", "parsely-title", "sailthru.title", "twitter:title")
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|author|auteur|autor)s?(?:$|[\s_-])", re.IGNORECASE
)
_BY = re.compile(r"^by\s+", re.IGNORECASE)
# article:author is often the address of a page about the author.
_ADDRESS = re.compile(r"(?:https?:|www\.|@|/)", re.IGNORECASE)
_SITE_IN_TITLE = re.compile(r"\s+[|–—·»-]\s+")

# A page with more JSON-LD than this is not one that describes a story.
_MOST_SCRIPTS = 20
_MOST_NODES = 2000
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of its story; whatever it does not say is empty."""

    headline: str = ""
    byline: str = ""
    published: Moment | None = None
    source: str = ""
    language: str = ""


def read_about(page: HtmlElement) -> About:
    """Everything the page says of itself. Nothing in it, however odd, raises."""
    story = _story_node(page)
    metas = _metas(page)
    source = _name(story.get("publisher")) or _first(metas, _SOURCE_METAS)
    return About(
        headline=_headline(page, story, metas, source),
        byline=_byline(page, story, metas),
        published=_published(page, story, metas),
        source=source,
        language=_language(page),
    )


def line(text: str) -> str:
    """Text on one line, clean and of bounded length."""
    return " ".join(clean(html.unescape(text)[:4000]).split())[:_LONGEST]


def _story_node(page: HtmlElement) -> dict[str, Any]:
    """The JSON-LD node of the story: the first article with a headline, else with a date."""
    nodes = list(_json_ld(page))
    for wanted in ("headline", "datePublished"):
        for node in nodes:
            if node.get(wanted):
                return node
    return {}


def _json_ld(page: HtmlElement) -> Iterator[dict[str, Any]]:
    scripts = page.xpath("//script[contains(@type, 'ld+json')]")
    for script in scripts[:_MOST_SCRIPTS]:
        try:
            # Line ends inside strings are common and harmless.
            found = json.loads(_unwrapped(script.text_content()), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles_in(found)


def _unwrapped(script: str) -> str:
    """The script without the comment or CDATA marks that old templates put around it."""
    script = script.strip()
    for mark in ("<!--", "//", "/*", "<![CDATA[", "*/"):
        script = script.removeprefix(mark).lstrip()
    for mark in ("-->", "*/", "]]>", "/*", "//"):
        script = script.removesuffix(mark).rstrip()
    return script


def _articles_in(found: Any) -> Iterator[dict[str, Any]]:
    waiting = [found]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = node + waiting
        elif isinstance(node, dict):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE_TYPE.search(kind) for kind in kinds):
                yield node
            waiting += [
                node[key] for key in ("@graph", "mainEntity", "itemListElement") if key in node
            ]


def _name(node: Any, depth: int = 0) -> str:
    """A name out of a string, a node with a name, or a list of either."""
    if isinstance(node, str):
        text = line(node)
        return "" if _ADDRESS.match(text) else text
    if isinstance(node, dict) and depth < 4:
        return _name(node.get("name"), depth + 1)
    if isinstance(node, list) and depth < 4:
        names = dict.fromkeys(filter(None, (_name(one, depth + 1) for one in node[:10])))
        return _joined(list(names))
    return ""


def _joined(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def _metas(page: HtmlElement) -> dict[str, str]:
    """Name to content; of several with one name the first that says something."""
    found: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = line((meta.get("content") or "")[:4000])
        if name and content:
            found.setdefault(name.strip().lower()[:100], content)
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _headline(page: HtmlElement, story: dict[str, Any], metas: dict[str, str], source: str) -> str:
    told = story.get("headline")
    if isinstance(told, str) and line(told):
        return line(told)
    tops = [line(top.text_content()) for top in page.iter("h1")]
    tops = [top for top in tops if top]
    titles = [_without_site(title, source) for title in _titles(page, metas)]
    if len(tops) == 1:
        return tops[0]
    # Of several <h1> one is the site's name; the story's stands in the title too.
    return next((top for top in tops if top in titles), "") or next(filter(None, titles), "")


def _titles(page: HtmlElement, metas: dict[str, str]) -> list[str]:
    title = next((line(title.text_content()) for title in page.iter("title")), "")
    return [title for title in (_first(metas, _TITLE_METAS), title) if title]


def _without_site(title: str, source: str) -> str:
    """ "Storm hits Derna | The Wire" -> "Storm hits Derna"; a dash alone cuts nothing off."""
    parts = _SITE_IN_TITLE.split(title)
    if len(parts) == 1:
        return title
    if source and source.lower() in (parts[0].lower(), parts[-1].lower()):
        kept = parts[1:] if parts[0].lower() == source.lower() else parts[:-1]
        return title[title.index(kept[0]) :][: len(" - ".join(kept)) + 2].strip(" |–—·»-")
    return title.rsplit(" | ", 1)[0].strip()


def _byline(page: HtmlElement, story: dict[str, Any], metas: dict[str, str]) -> str:
    told = _name(story.get("author")) or _first(metas, _AUTHOR_METAS)
    if told and not _ADDRESS.match(told):
        return _BY.sub("", told)
    for element in page.iter("p", "div", "span", "a", "address"):
        marks = " ".join(element.get(mark) or "" for mark in ("class", "rel", "itemprop"))
        if _BYLINE.search(marks[:200]):
            text = line(element.text_content())
            if text and len(text) <= 120:
                return _BY.sub("", text)
    return ""


def _published(page: HtmlElement, story: dict[str, Any], metas: dict[str, str]) -> Moment | None:
    candidates: list[str] = []
    for key in ("datePublished", "dateCreated"):
        told = story.get(key)
        candidates += [told] if isinstance(told, str) else []
    candidates += [metas[name] for name in _DATE_METAS if name in metas]
    candidates += _times(page)
    return _best(candidates)


def _times(page: HtmlElement) -> list[str]:
    """The dates of `<time>` elements: those marked as published, then the story's first."""
    times = list(page.iter("time"))
    marked = [
        one
        for one in times
        if one.get("pubdate") is not None or one.get("itemprop") == "datePublished"
    ]
    inside = page.xpath("//article//time | //main//time")
    ordered = marked + inside[:1] + (times[:1] if len(times) == 1 else [])
    return [one.get("datetime") or line(one.text_content()) for one in ordered]


def _best(candidates: list[str]) -> Moment | None:
    """The first date; if it has no time, then a later candidate's time of that same day."""
    found = [moment for moment in (read_date(candidate) for candidate in candidates) if moment]
    if not found or isinstance(found[0], datetime.datetime):
        return found[0] if found else None
    timed = (one for one in found if isinstance(one, datetime.datetime) and one.date() == found[0])
    return next(timed, found[0])


def _language(page: HtmlElement) -> str:
    root = page.getroottree().getroot()
    told = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    ).strip()
    code = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", told)
    return code[0].lower() if code else ""
