"""Where one paragraph of plain text ends and the next begins."""

import itertools
import re
from collections import Counter

_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_ITEM = re.compile(r"(?:[-*•‣▪◦·–—]|\d{1,2}[.)]|\([a-z\d]\))\s+\S")
_RUNNING = 0.25
"""Of lines in a row, the share that run on into a small letter; English prose wrapped has some 0.7."""
_ENOUGH_LINES = 6
"""Lines from which a full line that ends no sentence tells of wrapping; in a few it is chance."""
_CUT_IN_WORD = re.compile(r"\w-$")
_WIDEST = 90
"""A text whose long lines are longer than this was not wrapped by hand or machine."""


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a clean text, in order, each on one line with single spaces; none empty.

    Text that is not wrapped has one paragraph a line. Wrapped text breaks at blank lines if it has
    them, else where a line is indented, else after a short line. Lines that stand alone in a
    story's head or foot ("By Ann Lee", "(more)") stay alone.
    """
    lines = [line.expandtabs(8).rstrip() for line in text.split("\n")]
    groups = _wrapped(lines) if _is_wrapped(lines) else [[line] for line in lines]
    joined = (_join(group) for group in groups)
    return [paragraph for paragraph in joined if paragraph]


def _join(lines: list[str]) -> str:
    pieces: list[str] = []
    for line in lines:
        words = " ".join(line.split())
        if not words:
            continue
        # "well-" + "known": the hyphen was there before the line was cut.
        cut_in_word = pieces and _CUT_IN_WORD.search(pieces[-1][-2:]) and words[0].isalpha()
        pieces += [words] if cut_in_word or not pieces else [" ", words]
    return "".join(pieces)


def _is_wrapped(lines: list[str]) -> bool:
    widths = sorted(len(line.strip()) for line in lines if line.strip())
    if len(widths) < 3:
        return False
    width = _usual_width(lines)
    if width > _WIDEST or sum(length >= 0.75 * width for length in widths) < 0.4 * len(widths):
        return False
    # Lines that follow each other directly, and how many of them break off in the middle of a sentence.
    pairs = [
        (one.rstrip(), two.lstrip())
        for one, two in itertools.pairwise(lines)
        if one.strip() and two.strip()
    ]
    full = 0.75 * width if len(widths) >= _ENOUGH_LINES else _WIDEST
    running = sum(
        not _ENDS_SENTENCE.search(one) and (two[0].islower() or len(one) > full)
        for one, two in pairs
    )
    return running > _RUNNING * len(pairs)


def _usual_width(lines: list[str]) -> int:
    """The width that nine of ten lines keep to."""
    widths = sorted(len(line.strip()) for line in lines if line.strip())
    return widths[min(len(widths) - 1, int(0.9 * len(widths)))] if widths else 0


def _wrapped(lines: list[str]) -> list[list[str]]:
    blank = sum(not line.strip() for line in lines[1:-1])
    full = [line for line in lines if line.strip()]
    indents = Counter(len(line) - len(line.lstrip()) for line in full)
    base = indents.most_common(1)[0][0]
    indented = sum(count for indent, count in indents.items() if indent > base)
    by_blank = blank > 0.03 * len(lines)
    by_indent = not by_blank and indented > 0.03 * len(full)
    width = _usual_width(lines)

    groups: list[list[str]] = [[]]
    for line in lines:
        last = groups[-1][-1] if groups[-1] else ""
        if not line.strip():
            groups.append([])
            continue
        starts: object = _ITEM.match(line.strip()) and (
            not last or _ENDS_SENTENCE.search(last) or _ITEM.match(last.strip())
        )
        if by_indent:
            starts = starts or len(line) - len(line.lstrip()) > base
        elif not by_blank:
            starts = starts or (len(last.strip()) < 0.75 * width and _ENDS_SENTENCE.search(last))
        if last and (starts or stands_alone(line) or stands_alone(last)):
            groups.append([])
        groups[-1].append(line)
    return groups


_ALONE = re.compile(
    r"\s*(?:(?i:by)\s+[A-Z][\w.'’-]*(?:[ ,]+(?:(?:and|de|van|bin) )?[A-Z][\w.'’-]*){0,9}\s*$"
    r"|(?i:headline|title|slug|byline|author|date|published|updated|source|dateline)\s*:"
    r"|\(?(?i:more|ends|end)\)?$|-+\s*30\s*-+$|[#=*_/.–—-]{2,}\s*$"
    r"|\(?(?:Additional )?(?i:reporting|writing|editing) by\b)"
)


def stands_alone(line: str) -> bool:
    """Whether a line is never joined to its neighbours: a byline, a label, a mark of the wire's."""
    return bool(_ALONE.match(line))
