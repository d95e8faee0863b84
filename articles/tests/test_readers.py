"""Files and pasted text: each is read, or refused with a sentence for an editor, and nothing else."""

import datetime
import random
import sys

import pytest

from articles.readers import ReadDispatch, read_file, read_pasted
from articles.readers.sniff import sniff
from extraction.types import Unreadable

MEGABYTE = 1024 * 1024
STORY = (
    "French soldiers leave Niamey\n"
    "By Mariama Sanda\n"
    "\n"
    "NIAMEY, Dec 22, 2023 (SWS) - The last French soldiers left Niger on Friday, the army said.\n"
    "\n"
    "“Nobody waved us goodbye,” said one of them in Ouallam – a corporal from Besançon.\n"
)
PAGE = (
    "<html><body><h1>French soldiers leave Niamey</h1>"
    "<p>The last French soldiers left Niger on Friday, “on time”, the army in Zürich said.</p>"
    "<p>Their convoy crossed the border in the afternoon.</p></body></html>"
)


def read(name: str, raw: bytes, characters: int = 1_000_000) -> ReadDispatch:
    return read_file(name, raw, max_bytes=5 * MEGABYTE, max_characters=characters)


def refusal(name: str, raw: bytes, characters: int = 1_000_000) -> str:
    with pytest.raises(Unreadable) as caught:
        read(name, raw, characters)
    return str(caught.value)


def words_of(found: ReadDispatch) -> str:
    return "\n".join(paragraph.text for paragraph in found.dispatch.paragraphs)


def outcome(name: str, raw: bytes) -> tuple[str, str]:
    """The words that were read, or the reason why none were: one of the two is empty."""
    try:
        return words_of(read(name, raw)).strip(), ""
    except Unreadable as error:
        return "", str(error)


READS = "Newsroom reads .txt, .md and .html."


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("story.txt", b"", "The file is empty."),
        ("story.txt", b" \r\n\t\r\n ", "The file is empty."),
        ("story.txt", b"\xef\xbb\xbf", "The file is empty."),
        ("story.txt", b"\x00" * 5000, "The file is empty."),
        # A picture under a text's name, as phones send them.
        (
            "story.txt",
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(99),
            f"This is a PNG picture, not text; {READS}",
        ),
        ("story.html", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(99), "This is a JPEG picture"),
        ("story.md", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "This is a PDF document"),
        ("story.txt", b"{\\rtf1\\ansi Hello.}", "This is a Rich Text (RTF) document"),
        ("story.txt", b"PK\x03\x04\x14\x00\x06\x00 word/document.xml", "This is a Word document"),
        # A bomb is only another archive: nothing here opens one.
        ("story.txt", b"PK\x03\x04" + bytes(60) + b"\x78\x9c" * 999, "This is a ZIP archive"),
        ("story.txt", b"MZ\x90\x00\x03" + bytes(200), "This is a program"),
        ("story.txt", random.Random(7).randbytes(9000), "This is a binary file"),
        ("a.txt", b'{"headline": "Soldiers leave", "body": ["Text"]}', "This is a JSON file"),
        ("a.txt", b'<?xml version="1.0"?><nitf><body/></nitf>', "This is a NITF news file"),
        ("a.html", b'<rss version="2.0"><channel/></rss>', "This is an RSS feed"),
        ("a.txt", b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "This is an SVG picture"),
        ("a.txt", b"<?xml version='1.0'?><staff><name>Ann</name></staff>", "This is an XML file"),
        (
            "a.txt",
            b"Received: from mx\nFrom: a@b.example\nSubject: Story\nMessage-ID: <1@b>\n\nText.",
            "This is an e-mail with its headers",
        ),
        ("a.txt", b"--- *** ---\n\n...\n", "There are no words in this text."),
        ("a.md", b"---\ntitle: Nothing below\n---\n", "There are no words in this text."),
        ("a.html", b"<html><body></body></html>", "This page holds no story text"),
        ("a.html", b"<html><head><title>Story</title></head></html>", "This page holds no story"),
        (
            "a.html",
            b"<html><body><noscript>You need to enable JavaScript to run this app.</noscript>"
            b"<div id=root class=app></div><script>go()</script></body></html>",
            "This page holds no story text that Newsroom could find.",
        ),
        (
            "a.html",
            b"<html><body class=b><nav><a href=/>Home page of the Daily Wire</a></nav>"
            b"<ul><li><a href=/a>News</a></li><li><a href=/b>Sport</a></li></ul></body></html>",
            "This page holds no story text that Newsroom could find.",
        ),
    ],
)
def test_what_is_no_text_is_refused_in_words(name: str, raw: bytes, said: str) -> None:
    assert refusal(name, raw).startswith(said)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            b"A word and a word. " * (20 * MEGABYTE // 19 + 1),
            "The text is 20.0 MB; the most Newsroom takes in one dispatch is 5 MB.",
        ),
        (
            b"x" * (5 * MEGABYTE + 1),
            "The text is 5,242,881 bytes; the most Newsroom takes in one dispatch is 5,242,880.",
        ),
        # What it is says more than how large it is.
        (b"\x89PNG\r\n\x1a\n" + bytes(6 * MEGABYTE), f"This is a PNG picture, not text; {READS}"),
    ],
)
def test_what_is_too_large_is_refused_with_both_sizes(raw: bytes, said: str) -> None:
    assert refusal("story.txt", raw) == said


def test_a_text_of_the_most_bytes_is_read() -> None:
    raw = STORY.encode().ljust(4000, b"\n")
    assert read_file("a.txt", raw, max_bytes=4000, max_characters=4000).reader == "plain"


def test_a_text_with_too_many_characters_is_refused_with_both_numbers() -> None:
    said = "The text has 2,001 characters; the most Newsroom takes in one dispatch is 2,000."
    assert refusal("a.txt", b"x" * 2001, characters=2000) == said
    with pytest.raises(Unreadable, match="has 2,001 characters"):
        read_pasted("x" * 2001, max_characters=2000)


def test_of_a_page_only_the_story_counts_against_the_characters() -> None:
    page = PAGE.replace("<body>", "<body><script>" + "x" * 50_000 + "</script>")
    assert read("a.html", page.encode(), characters=1000).reader == "html"
    long_page = PAGE.replace("Their convoy", "Their convoy, " + "lorry after lorry, " * 99)
    assert "characters; the most" in refusal("a.html", long_page.encode(), characters=1000)


def test_a_plain_story_is_read_with_its_parts() -> None:
    found = read("story.txt", STORY.encode())
    assert (found.reader, found.dispatch.headline) == ("plain", "French soldiers leave Niamey")
    assert found.dispatch.byline == "Mariama Sanda"
    assert found.dispatch.published == datetime.date(2023, 12, 22)
    assert found.dispatch.published_precision == "day"
    assert found.dispatch.source == "SWS"
    assert len(found.dispatch.paragraphs) == 2
    assert found.reader_version


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
@pytest.mark.parametrize("form", ["plain", "markdown", "html"])
def test_every_common_encoding_is_read_alike(form: str, encoding: str) -> None:
    text = {"plain": STORY, "markdown": f"# {STORY}", "html": PAGE}[form]
    name = {"plain": "a.txt", "markdown": "a.md", "html": "a.html"}[form]
    found = read(name, text.encode(encoding))
    assert found.reader == form
    assert found.dispatch == read(name, text.encode()).dispatch
    assert "“" in words_of(found)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end_is_read_alike(newline: str) -> None:
    raw = STORY.replace("\n", newline).encode()
    assert read("a.txt", raw).dispatch == read("a.txt", STORY.encode()).dispatch


def test_mixed_line_ends_are_read_alike() -> None:
    head, rest = STORY.split("\n\n", 1)
    raw = (head.replace("\n", "\r\n") + "\r\n\r\n" + rest.replace("\n\n", "\r\r")).encode()
    assert read("a.txt", raw).dispatch == read("a.txt", STORY.encode()).dispatch


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        # What browsers do: Latin-1 means Windows-1252, with its curly quotes.
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        # A declaration is a claim: bytes that are valid UTF-8 are UTF-8.
        ("iso-8859-1", "utf-8"),
        ("windows-1251", "utf-8"),
        # A charset nobody knows, and one of bytes to bytes that no text is in.
        ("x-none", "cp1252"),
        ("zlib", "cp1252"),
        ("utf-16", "utf-8"),
    ],
)
def test_a_declared_charset_is_believed_where_the_bytes_allow(declared: str, encoding: str) -> None:
    page = PAGE.replace("<html>", f'<html><head><meta charset="{declared}"></head>')
    assert "“on time”, the army in Zürich" in words_of(read("a.html", page.encode(encoding)))


def test_a_declared_charset_decides_where_a_guess_would_not_know() -> None:
    page = (
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>"
        "</head><body><p>Переворот в Нигере: солдаты ушли из Ниамея в пятницу.</p></body></html>"
    )
    assert words_of(read("a.html", page.encode("cp1251"))).startswith("Переворот в Нигере")


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.txt", STORY, "plain"),
        ("", STORY, "plain"),
        ("a.txt", PAGE, "html"),
        ("a.md", "<!DOCTYPE html>\n" + PAGE, "html"),
        ("a.txt", "\n <!-- saved from the web -->\n" + PAGE, "html"),
        ("a.txt", '<?xml version="1.0"?>\n' + PAGE, "html"),
        ("", "<p>The last soldiers left.</p>", "html"),
        ("a.html", STORY, "plain"),
        ("A.HTM", "The last soldiers <b>left</b> on Friday.", "html"),
        # Text that speaks of tags is text, and a wire's mark in angle brackets is no element.
        ("a.txt", "Browsers drop <blink> from now on, and nobody minds.", "plain"),
        ("a.txt", "<FLASH> Soldiers leave Niamey, the army says", "plain"),
        ("a.md", STORY, "markdown"),
        ("a.MARKDOWN", STORY, "markdown"),
        ("a.txt", "# Soldiers leave\n\nThe last ones left on Friday.", "markdown"),
        ("", "---\ntitle: Soldiers leave\n---\n\nThe last ones left.", "markdown"),
        ("", "See [the letter](https://example.org/1), which is **long**.", "markdown"),
        ("a.txt", "#1 seed loses\n\nThe champion went out on Friday.", "plain"),
        ("a.txt", "---\n\nThe last soldiers left on Friday.", "plain"),
        ("a.txt", "[1] The army said so. [2] The ministry did not.", "plain"),
        ("a.txt", "{more} The last soldiers left on Friday {end}", "plain"),
    ],
)
def test_a_text_is_known_by_what_stands_in_it(name: str, text: str, form: str) -> None:
    assert sniff(name, text) == form


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000, id="deep elements"),
        pytest.param(b"<p class=x>" + b"<b>" * 50_000 + b"deep", id="deep inline elements"),
        pytest.param(b"<p>" + b"<" * 100_000, id="open brackets"),
        pytest.param(b"<p>" + b"<a " * 50_000, id="open elements"),
        pytest.param(b"<p>x" + b"<!--" * 50_000, id="open comments"),
        pytest.param(b'<p class="' + b"x" * 300_000 + b'">Hello there, all of you.</p>', id="attr"),
        pytest.param(b"<p" + b' a="b"' * 50_000 + b">Hello there, all of you.</p>", id="attrs"),
        pytest.param(b"<p>Hello &#xD800;&#0;&#x202e;&#99999999;&bogus; there.</p>", id="entities"),
        pytest.param(
            b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>All of it: &b;.</p>',
            id="entity declarations",
        ),
        pytest.param(
            b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>It is &x; today.</p>',
            id="outer entity",
        ),
        pytest.param(
            b'<script type="application/ld+json">' + b"[" * 200_000 + b"</script><p>Hello you.</p>",
            id="deep JSON-LD",
        ),
        pytest.param(
            b'<script type="application/ld+json">{"@type":"NewsArticle","headline":{"a":1},'
            b'"datePublished":20230101,"author":[[[[[["x"]]]]]],"publisher":7}</script>'
            b"<p>Hello there, all of you.</p>",
            id="JSON-LD of the wrong shape",
        ),
        pytest.param(b"<table><tr><td>" * 3000 + b"cell", id="tables"),
        pytest.param(b"<html><frameset><frame src=a></frameset></html>", id="frames"),
        pytest.param(b"# " + b"[" * 8_000, id="brackets"),
        pytest.param(b"# x\n\n" + b"[a](" * 4_000, id="open links"),
        pytest.param(b"# x\n\n" + b"*a **b " * 5_000, id="open emphasis"),
        pytest.param(b"# x\n\n" + b">" * 20_000 + b"deep", id="deep quotes"),
        pytest.param(b"# x\n\n" + b"- " * 5_000 + b"deep", id="deep lists"),
        pytest.param(b"# x\n\n" + b"<!--" * 9_000, id="open Markdown comments"),
        pytest.param(b"# x\n\n" + b"<script>" * 9_000, id="open scripts"),
        pytest.param(b"# x\n\n|a|b|\n|-|-|\n" + b"|a|b|\n" * 1500, id="long table"),
        pytest.param(b"[" * 20_000, id="deep JSON"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, id="closed deep JSON"),
        pytest.param(b"a" + b"\xcc\x81" * 50_000, id="combining marks"),
        pytest.param(b"Hello\x00there\x00and\x00 \x00 goodbye to all.", id="some NULs"),
        pytest.param(b"Hello \xed\xa0\x80 there \xed\xb0\x80.", id="surrogates in bytes"),
        pytest.param("Hello \ud83d there.".encode("utf-16-le", "surrogatepass"), id="half a pair"),
        pytest.param(b"\xff\xfeH\x00i", id="cut UTF-16"),
        pytest.param(b"\xff\xfeH\x00i\x00!", id="odd UTF-16"),
        pytest.param(b"NIAMEY, " * 20_000, id="capitals"),
        pytest.param(b"By Ann " * 20_000, id="bylines"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_hostile_bytes_are_read_or_refused_and_never_raise(name: str, raw: bytes) -> None:
    text, reason = outcome(name, raw)
    assert bool(text) != bool(reason)
    assert not reason or (reason.endswith(".") and "Error" not in reason)
    assert "\x00" not in text
    text.encode()  # fails on half a surrogate pair


def test_bytes_at_random_are_read_or_refused_and_never_raise() -> None:
    chance = random.Random(2023)
    page = PAGE.encode()
    for _ in range(150):
        raw = bytearray(page)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(raw))
            raw[at : at + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 5))
        text, reason = outcome(chance.choice(["a.html", "a.md", "a.txt"]), bytes(raw))
        assert bool(text) != bool(reason)


def test_a_library_that_is_missing_is_not_blamed_on_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ImportError):
        read("a.html", PAGE.replace("<body>", "<body class=story>").encode())


def test_a_document_type_brings_no_file_of_this_machine_in() -> None:
    raw = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>It says &x; here.</p>'
    assert "root:" not in words_of(read("a.html", raw))


def test_pasted_text_is_read_as_what_it_is() -> None:
    assert read_pasted(STORY, max_characters=10_000).reader == "plain"
    assert read_pasted(PAGE, max_characters=10_000).reader == "html"
    found = read_pasted("# Soldiers leave\r\n\r\nThe last left.", max_characters=10_000)
    assert (found.reader, found.dispatch.headline) == ("markdown", "Soldiers leave")


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\ufeff", "\x00\x00"])
def test_pasting_nothing_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_pasted(text, max_characters=100)


def test_pasted_halves_of_surrogate_pairs_are_mended() -> None:
    found = read_pasted("Soldiers leave \ud83d\ude00 and \ud83d go.", max_characters=100)
    assert words_of(found) == "Soldiers leave 😀 and \ufffd go."
