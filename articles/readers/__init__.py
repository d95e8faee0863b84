"""Readers of file formats: from bytes or pasted text to a Dispatch, or to a reason why not."""

from collections.abc import Callable
from dataclasses import dataclass

from articles.readers import charset, html, markdown, plain
from articles.readers.sniff import READS, Format, sniff
from extraction.decoding import decode
from extraction.text import clean
from extraction.types import Dispatch, Unreadable

__all__ = ["ReadDispatch", "Unreadable", "read_file", "read_pasted"]

_OPENING = 4096
"""Bytes of a file that is too large that are looked at, to tell a picture from a text."""

_BINARY = "This is "
"""How the decoder's sentences begin that say what a file is instead of text."""

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadDispatch:
    """A dispatch and what read it: `ReadDispatch(dispatch, "html", "1")`.

    The version rises when the reader would read the same file otherwise.
    """

    dispatch: Dispatch
    reader: str
    reader_version: str


def read_file(name: str, raw: bytes, *, max_bytes: int, max_characters: int) -> ReadDispatch:
    """Read a file by what stands in it; its name is a hint.

    Raises Unreadable with a sentence for an editor, and nothing else, whatever the bytes.
    `max_characters` counts the text, on a web page its story.
    """
    if len(raw) > max_bytes:
        _refuse_size(raw, max_bytes)
    try:
        text = clean(charset.decode_page(raw) or decode(raw))
    except Unreadable as error:
        raise Unreadable(_with_what_is_read(str(error))) from error
    return _read(name, text, max_characters=max_characters)


def read_pasted(text: str, *, max_characters: int) -> ReadDispatch:
    """Read pasted text, which may be Markdown or a page's source; raises only Unreadable."""
    if not text.strip():
        raise Unreadable("There is no text here.")
    _refuse_length(len(text), max_characters)
    return _read("", clean(text), max_characters=max_characters)


def _read(name: str, text: str, *, max_characters: int) -> ReadDispatch:
    try:
        form = sniff(name, text)
        if form != "html":
            _refuse_length(len(text), max_characters)
        dispatch = _READERS[form].read(text)
    except (Unreadable, ImportError):
        # A library that is not installed is no fault of the text.
        raise
    except Exception as error:
        # Parsers of other people fail in their own ways on what was made to break them
        # (RecursionError is one); an editor gets a sentence, the log the cause.
        raise Unreadable("Newsroom could not make out a text in this file.") from error
    if not dispatch.paragraphs:
        raise Unreadable("There are no words in this text.")
    _refuse_length(sum(len(one.text) for one in dispatch.paragraphs), max_characters)
    return ReadDispatch(dispatch, form, _READERS[form].version)


@dataclass(frozen=True, slots=True)
class _Reader:
    read: Callable[[str], Dispatch]
    version: str


_READERS: dict[Format, _Reader] = {
    "plain": _Reader(plain.read_plain, plain.VERSION),
    "markdown": _Reader(markdown.read_markdown, markdown.VERSION),
    "html": _Reader(html.read_html, html.VERSION),
}


def _refuse_size(raw: bytes, max_bytes: int) -> None:
    try:
        decode(raw[:_OPENING])
    except Unreadable as error:
        if str(error).startswith(_BINARY):
            raise Unreadable(_with_what_is_read(str(error))) from error
    size, most = f"{len(raw) / _MEGABYTE:.1f} MB", f"{max_bytes / _MEGABYTE:.3g} MB"
    if len(raw) - max_bytes < _MEGABYTE / 10:
        size, most = f"{len(raw):,} bytes", f"{max_bytes:,}"
    raise Unreadable(f"The text is {size}; the most Newsroom takes in one dispatch is {most}.")


def _refuse_length(characters: int, max_characters: int) -> None:
    if characters > max_characters:
        raise Unreadable(
            f"The text has {characters:,} characters; the most Newsroom takes in one dispatch is "
            f"{max_characters:,}."
        )


def _with_what_is_read(message: str) -> str:
    if not message.startswith(_BINARY):
        return message
    return f"{message.rstrip('.')}; {READS}"
