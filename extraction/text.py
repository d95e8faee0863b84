"""Cleaning text once on its way in, and the keys by which texts and names count as the same."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MARKS_KEPT = 6
"""Combining marks in a row that are kept. Hebrew with cantillation needs five; more is a prank."""

_NEWLINES = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# A soft hyphen at the end of a line is a word cut in two; elsewhere it is only invisible.
_SOFT_HYPHEN = re.compile("\u00ad[ \t]*\n[ \t]*|\u00ad")
# Not ZWNJ and ZWJ (200C, 200D), which several scripts spell with.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_JOINER = re.compile("[\u200c\u200d]+")
# Arabic to Sinhala and on to Khmer and Mongolian, and pictures: where a joiner changes what is read.
_JOINED_SCRIPTS = re.compile(
    "[\u0590-\u0dff\u0e00-\u109f\u1780-\u18af\ua840-\ua87f\ufb1d-\ufdff\ufe70-\ufefc\ufe0f"
    "\u2190-\u2bff\U0001f000-\U0001faff\u0300-\u036f]"
)
_MARK = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    f"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\ufe20-\ufe2f]{{{MARKS_KEPT + 1},}}"
)


def clean(text: str) -> str:
    """Text fit to be stored, shown and counted in: cleaning it again changes nothing.

    NFC; every kind of line end is a newline; no controls but tab and newline; nothing invisible
    (zero-width, direction overrides, byte-order marks), but joiners inside the scripts that spell with
    them; no halves of surrogate pairs; at most six combining marks in a row.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _SURROGATE_PAIR.sub(_joined_surrogates, text)
    text = _LONE_SURROGATE.sub("\ufffd", text)
    text = _NEWLINES.sub("\n", text)
    text = _SOFT_HYPHEN.sub("", text)
    text = _INVISIBLE.sub("", text)
    text = _without_stray_joiners(text)
    # Before NFC, which sorts marks in a row and takes quadratic time over a long run of them.
    text = _MARK.sub(lambda run: run[0][:MARKS_KEPT], text)
    for _ in range(3):
        composed = _MARK.sub(lambda run: run[0][:MARKS_KEPT], unicodedata.normalize("NFC", text))
        if composed == text:
            break
        text = composed
    return text


def _joined_surrogates(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _without_stray_joiners(text: str) -> str:
    if "\u200c" not in text and "\u200d" not in text:
        return text

    def kept(joiner: re.Match[str]) -> str:
        before, after = (
            text[joiner.start() - 1 : joiner.start()],
            text[joiner.end() : joiner.end() + 1],
        )
        inside = _JOINED_SCRIPTS.match(before) and _JOINED_SCRIPTS.match(after)
        return joiner[0][0] if inside else ""

    return _JOINER.sub(kept, text)


def normalised_hash(texts: Iterable[str]) -> str:
    """SHA-256, in hex, of paragraphs with case, width, and kind and amount of space set aside."""
    words = " ".join(texts)
    # Twice, since NFKC can leave something that casefolds once more ("ͅ" is one).
    for _ in range(2):
        words = unicodedata.normalize("NFKC", words).casefold()
    return hashlib.sha256(" ".join(words.split()).encode("utf-8", "replace")).hexdigest()


_POSSESSIVE = re.compile(r"(?<=\w)\.?['’‘ʼ`´]s?$")
_DROPPED = re.compile("['’‘ʼ`´\"“”«»\u200c\u200d]")
_INITIAL_STOP = re.compile(r"(?<=\b\w)\.")
_INITIALS = re.compile(r"\b\w(?: \w\b)+")
# Letters that Unicode does not take apart into a base and an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}
)
# Marks are accents on Latin, Greek, Cyrillic and Arabic letters; in India's scripts they are vowels and stay.
_ACCENT = re.compile("[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670]")


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """The key under which two spellings of a name count as written alike.

    "The U.N." and "UN" -> "un"; "Niger’s" -> "niger"; "Côte d'Ivoire" -> "cote divoire"; "Al-Assad" and
    "al Assad" -> "al assad"; "J. K. Rowling" -> "jk rowling". Never empty, unless the name is blank.
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    key = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", plain)).translate(_PLAIN_LETTERS)
    key = unicodedata.normalize("NFC", _ACCENT.sub("", key))
    key = _INITIAL_STOP.sub("", _DROPPED.sub("", key).replace("&", " and "))
    key = " ".join(_spaced(key).split())
    key = _INITIALS.sub(lambda letters: letters[0].replace(" ", ""), key)
    if key.startswith("the ") and len(key) > 4:
        key = key[4:]
    return key or plain


def _spaced(key: str) -> str:
    """The key with a space for everything but letters, marks and digits."""
    if key.isalnum():
        return key
    return "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in key)
