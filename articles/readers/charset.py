"""The encoding that a page declares, for the pages that need to be asked."""

import re

_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w:-]{2,30})|^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w:-]{2,30})""",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|\?xml|!--|[a-z])", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_REACH = 4096
"""Bytes within which a declaration counts. Browsers look through 1,024; pages put more before."""

# The labels of the WHATWG encoding standard that pages still use. Browsers take all of the
# first row for Windows-1252, so that pages with curly quotes declare the wrong one and look right.
_CODECS = {
    label: codec
    for codec, labels in (
        (
            "cp1252",
            "iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 us-ascii ascii windows-1252 cp1252 "
            "x-cp1252",
        ),
        ("cp1250", "windows-1250 cp1250"),
        ("cp1251", "windows-1251 cp1251"),
        ("cp1253", "windows-1253"),
        ("cp1254", "windows-1254 iso-8859-9 latin5"),
        ("cp1255", "windows-1255"),
        ("cp1256", "windows-1256"),
        ("cp1257", "windows-1257"),
        ("cp1258", "windows-1258"),
        ("iso8859-2", "iso-8859-2 latin2"),
        ("iso8859-5", "iso-8859-5"),
        ("iso8859-6", "iso-8859-6"),
        ("iso8859-7", "iso-8859-7"),
        ("iso8859-8", "iso-8859-8 iso-8859-8-i"),
        ("iso8859-15", "iso-8859-15 latin9"),
        ("koi8-r", "koi8-r"),
        ("koi8-u", "koi8-u"),
        ("cp866", "ibm866 cp866"),
        ("mac-roman", "macintosh x-mac-roman"),
        ("cp932", "shift_jis shift-jis sjis x-sjis windows-31j"),
        ("euc-jp", "euc-jp"),
        ("iso2022_jp", "iso-2022-jp"),
        ("gb18030", "gb2312 gbk gb18030 gb_2312-80"),
        ("big5hkscs", "big5 big5-hkscs"),
        ("cp949", "euc-kr ks_c_5601-1987"),
        ("cp874", "windows-874 tis-620 iso-8859-11"),
    )
    for label in labels.split()
}


def decode_page(raw: bytes) -> str | None:
    """A page's text by the encoding that it declares, or None where its bytes know better.

    None for what has a byte-order mark, holds NULs, is valid UTF-8 (an agency's own pages declare
    Latin-1 and are UTF-8), declares nothing or something unknown, or breaks its own declaration.
    """
    if not _MARKUP.match(raw[:_REACH]) or raw.startswith(_MARKS) or b"\x00" in raw:
        return None
    declared = _DECLARED.search(raw[:_REACH])
    codec = _CODECS.get((declared[1] or declared[2]).decode("ascii").lower()) if declared else None
    if codec is None:
        return None
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # Escapes to other alphabets are seven bits wide, and valid UTF-8 that means something else.
        if codec != "iso2022_jp" or b"\x1b" not in raw:
            return None
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None
