import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.decoding import decode
from extraction.types import Unreadable

NIGER = "NIAMEY – “By December 22, all soldiers will leave,” the military said of Itté. "


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", NIGER),
        ("utf-8-sig", NIGER),
        ("utf-16", NIGER),
        # no mark: told by which of two bytes is NUL
        ("utf-16-le", NIGER),
        ("utf-16-be", NIGER),
        ("utf-32", NIGER),
        ("cp1252", NIGER),
        # few high bytes, which detectors take for DOS or Czech
        ("cp1252", "The café owner said “no”. "),
        ("cp1252", "He paid £5 and £10 in London"),
        (
            "cp1252",
            "Der Präsident von Österreich sagte am Montag, „das ist gut“ – über allem. " * 3,
        ),
        ("cp1251", "Президент России Владимир Путин заявил " * 4),
        ("cp1250", "Řekl že říše česká " * 4),
        ("shift_jis", "日本の首相は東京で語った。" * 5),
        ("gb18030", "中国国家主席习近平在北京表示" * 5),
        ("ascii", "Plain text."),
    ],
)
def test_text_is_read_in_whatever_it_was_written(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).removeprefix("\ufeff") == text


def test_a_file_cut_short_is_still_utf8() -> None:
    assert decode(("é" * 40).encode() + b"\xc3").startswith("éééé")


def test_wire_framing_means_windows_1252() -> None:
    assert "Itté" in decode(b"\x01afp123\x02Itt\xe9 left Niamey.\x03")


def zipped(member: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member, "content")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t ", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"\xff\xfe", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is a PNG picture, not text."),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "This is a JPEG picture, not text."),
        (b"%PDF-1.7\n%abc", "This is a PDF document, not text."),
        (b"{\\rtf1\\ansi hello}", "This is a Rich Text (RTF) document, not text."),
        (zipped("story.txt"), "This is a ZIP archive, not text."),
        (zipped("word/document.xml"), "This is a Word document (DOCX), not text."),
        (b"\x00\x01\x02\x03" * 400, "This is a binary file of an unknown kind, not text."),
    ],
)
def test_what_is_no_text_is_refused_in_words(raw: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as problem:
        decode(raw)
    assert str(problem.value) == message


def test_words_that_look_like_signatures_are_text() -> None:
    # "WAVE" stands where a recording has it
    assert decode(b"The new WAVE of coups").startswith("The new")


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_reason(raw: bytes) -> None:
    try:
        text = decode(raw)
    except Unreadable as problem:
        text = str(problem)
    assert text.strip("\ufeff\x00 \t\r\n")
