"""From a file's bytes to its text, or to a sentence that says why not."""

import codecs
import re

import chardet
from chardet import EncodingEra

from extraction.types import Unreadable

# What a file begins with, and what it is in a reader's words.
_SIGNATURES: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(signature, re.DOTALL), what)
    for signature, what in (
        (rb"\x89PNG", "a PNG picture"),
        (rb"\xff\xd8\xff", "a JPEG picture"),
        (rb"GIF8[79]a", "a GIF picture"),
        (rb"RIFF.{4}WEBP", "a WebP picture"),
        (rb"BM.{4}\x00\x00\x00\x00", "a BMP picture"),
        (rb"II\*\x00|MM\x00\*", "a TIFF picture"),
        (rb"8BPS", "a Photoshop picture"),
        (rb"\x00\x00\x01\x00", "an icon"),
        (rb"%PDF", "a PDF document"),
        (rb"\{\\rtf", "a Rich Text (RTF) document"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
        (rb"PK(\x03\x04|\x05\x06)", "a ZIP archive"),
        (rb"\x1f\x8b\x08", "a gzip archive"),
        (rb"BZh[1-9]1AY", "a bzip2 archive"),
        (rb"\xfd7zXZ\x00", "an xz archive"),
        (rb"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (rb"Rar!\x1a", "a RAR archive"),
        (rb"\x28\xb5\x2f\xfd", "a Zstandard archive"),
        (rb".{257}ustar[\x00 ]", "a tar archive"),
        (rb"ID3[\x02-\x04]", "an MP3 recording"),
        (rb"fLaC\x00", "a FLAC recording"),
        (rb"OggS\x00", "an Ogg recording"),
        (rb"RIFF.{4}WAVE", "a WAV recording"),
        (rb"RIFF.{4}AVI ", "an AVI video"),
        (rb"\x00\x00.{2}ftyp", "a video or a phone's picture (MP4, MOV or HEIC)"),
        (rb"\x1aE\xdf\xa3", "a Matroska or WebM video"),
        (rb"\x7fELF|MZ\x90\x00|\xca\xfe\xba\xbe|\x00asm", "a program"),
        (rb"SQLite format 3\x00", "a SQLite database"),
        (rb"wOF[F2]\x00", "a font"),
    )
)
# Names inside a ZIP that tell an office document from any other; within its first bytes or its directory at the end.
_OFFICE = (
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "an Excel workbook (XLSX)"),
    (b"ppt/", "a PowerPoint presentation (PPTX)"),
    (b"opendocument.text", "an OpenDocument text (ODT)"),
    (b"application/epub+zip", "an EPUB book"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000
"""Bytes a guess is made from."""

_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
# What Windows-1252 text in the West is made of: quotes, dashes and the like, and accents inside words.
_WESTERN = re.compile(
    "[‚„…†‡‰‹‘’“”•–—™›€£§©«»°·½¼¾®¿¡\xa0´º²³ÀÁÂÃÄÅÆÇÈÉÊËÍÎÏÑÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëíîïñóôõöøùúûüœŒŸÿ]"
)
_UNDEFINED_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Below this chardet's own choice is hardly better than the alphabet's order.
_UNSURE = 0.1
# English with foreign names has at most this share of accented letters, or this number of them, too
# few for a detector to tell "Hélène" from "Hélčne" by; Czech or Polish has several times as many.
_SPARSE = 0.03
_FEW = 6


def decode(raw: bytes) -> str:
    """The text of a file, whatever it was written in; raises Unreadable, in words, for what is no text.

    A byte-order mark, then UTF-16 by where its NULs fall, then strict UTF-8, then wire framing
    (SOH and STX: Windows-1252), then a detector. Declared encodings are not asked: they lie.
    """
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("The file is empty.")
    _refuse_binary(raw)
    text = _by_mark(raw) or _by_nuls(raw) or _utf8(raw)
    if text is None:
        _refuse_controls(raw)
        text = _eight_bit(raw)
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise Unreadable("The file is empty.")
    return text


def _refuse_binary(raw: bytes) -> None:
    for signature, what in _SIGNATURES:
        if signature.match(raw):
            raise Unreadable(f"This is {_office(raw) or what}, not text.")


def _office(raw: bytes) -> str:
    if not raw.startswith(b"PK"):
        return ""
    ends = raw[:4096] + raw[-65536:]
    return next((what for member, what in _OFFICE if member in ends), "")


def _by_mark(raw: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            width = 4 if "32" in encoding else 2 if "16" in encoding else 1
            body = raw[len(mark) :]
            body = body[: len(body) - len(body) % width]
            return body.decode(encoding, "surrogatepass" if width == 2 else "replace")
    return None


def _by_nuls(raw: bytes) -> str | None:
    """UTF-16 without a mark: one of every two bytes of Western text is NUL, always on the same side."""
    sample = raw[: min(len(raw), _SAMPLE) // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if not half or max(even, odd) < 0.3 * half or min(even, odd) > 0.05 * half:
        return None
    whole = raw[: len(raw) - len(raw) % 2]
    text = whole.decode("utf-16-be" if even > odd else "utf-16-le", "surrogatepass")
    readable = sum(sign.isprintable() or sign.isspace() for sign in text[:_SAMPLE])
    return text if readable > 0.9 * len(text[:_SAMPLE]) else None


def _utf8(raw: bytes) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
        # A few broken bytes (a file cut short, an old edit) in what is plainly UTF-8.
        if not len(_MULTIBYTE.findall(raw)) > 10 * (
            text.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
        ):
            return None
    _refuse_controls(raw)
    return text


def _refuse_controls(raw: bytes) -> None:
    sample = raw[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(8, 0.02 * len(sample)) or b"\x00" * 4 in sample:
        raise Unreadable("This is a binary file of an unknown kind, not text.")


def _eight_bit(raw: bytes) -> str:
    if raw[:1] == b"\x01" or (b"\x02" in raw[:200] and b"\x03" in raw[-200:]):
        return raw.decode("cp1252", "replace")
    sample = _where_it_matters(raw)
    guess = chardet.detect(sample, encoding_era=EncodingEra.MODERN_WEB)
    encoding = guess["encoding"] or "cp1252"
    if _looks_western(sample) and (guess["confidence"] < _UNSURE or _is_sparse(sample)):
        encoding = "cp1252"
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        pass
    text = raw.decode("cp1252", "replace")
    if text.count("\ufffd") > 0.05 * len(text):
        raise Unreadable("The text's encoding could not be made out; please save it as UTF-8.")
    return text


def _where_it_matters(raw: bytes) -> bytes:
    """The part a detector needs: from a little before the first byte that is not ASCII."""
    first = _HIGH.search(raw)
    start = max(0, first.start() - 1000) if first else 0
    return raw[start : start + _SAMPLE]


def _is_sparse(sample: bytes) -> bool:
    return sum(byte >= 0xC0 for byte in sample) <= max(_FEW, _SPARSE * len(sample))


def _looks_western(sample: bytes) -> bool:
    if _UNDEFINED_IN_1252.search(sample):
        return False
    high = [bytes([byte]).decode("cp1252") for byte in sample if byte > 127]
    return sum(map(bool, map(_WESTERN.match, high))) > 0.95 * len(high)
