"""Where the sentences of a paragraph begin, and what in it is quoted."""

import re
from bisect import bisect_right

_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[@]*[^\W\d_a-zà-ÿ])|\n")
_SHORTENED = re.compile(
    r"(?:^|[\s(\"“])(?:[^\W\d_]|(?:[A-Za-z]\.)+[A-Za-z]?|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Gov|Rep|Rev|"
    r"Hon|Fr|St|Jr|Sr|Brig|Adm|No|Inc|Ltd|Corp|Co)\.\s+$"
)
_OPENS, _CLOSES = "“«", "”»"


def starts(text: str) -> list[int]:
    """Offsets at which sentences begin, 0 among them; "Gen. Tiani" and "J. K. Rowling" end none."""
    return [
        0,
        *(
            end.end()
            for end in _END.finditer(text)
            if end.end() < len(text)
            and not _SHORTENED.search(text, max(0, end.start() - 8), end.end())
        ),
    ]


def at(begins: list[int], offset: int) -> int:
    """The number of the sentence that holds an offset."""
    return bisect_right(begins, offset) - 1


def quoted(text: str) -> list[tuple[int, int]]:
    """Stretches within quotation marks, in order; one left open goes on to the end of the paragraph."""
    found: list[tuple[int, int]] = []
    opened = -1
    for mark in re.finditer(r"[“”«»\"]", text):
        sign = mark[0]
        opens = sign in _OPENS or (sign == '"' and opened < 0)
        if opens and opened < 0:
            opened = mark.start()
        elif opened >= 0 and (sign in _CLOSES or sign == '"'):
            found.append((opened, mark.end()))
            opened = -1
    if opened >= 0:
        found.append((opened, len(text)))
    return found


def within(stretches: list[tuple[int, int]], offset: int) -> int:
    """The number of the stretch that holds an offset, -1 for none."""
    number = bisect_right(stretches, (offset, len(stretches) and stretches[-1][1] + 1)) - 1
    return number if number >= 0 and offset < stretches[number][1] else -1
