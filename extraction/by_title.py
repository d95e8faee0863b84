"""People by what stands around their names: titles, given names, roles told after them."""

import re
from collections.abc import Iterator

from extraction import chunks, gazetteer, lexicon, titles
from extraction.proposals import SEEN, Proposal, Read, with_stop
from extraction.tidying import PARTICLES, is_known_word, is_no_name
from extraction.tokens import Word

# Given names that begin as many other names: "Christian Democrats", "Park Avenue", "Le Monde".
_NOT_GIVEN = frozenset(
    "christian islam israel park ban min le long sen lord grace mao hope will".split()
)


# Articles that Persian and Arabic names of South Asia hold between hyphens: "Waker-uz-Zaman".
_HYPHENED = frozenset(["uz", "ur", "ul", "ud", "us", "un", "e", "al", "el", "i"])
# Words that are no names alone and yet the surnames of people in the news.
_SURNAMES_TOO = frozenset("may march west north black white moon sun said day english".split())


def titled(story: Read) -> Iterator[Proposal]:
    """People by the title before them: "President-elect Mohamed Bazum", "the envoy, Sylvain Itte,"."""
    found, text = story.words, story.text
    at = 1
    while at < len(found):
        if not found[at].text[0].isupper():
            at += 1
            continue
        _, title = titles.before(found, at, text)
        last = name_end(found, at, text) if title else at
        if title and titles.leading(found, at, last, text):
            # "Deputy President William Ruto": the title goes on.
            at += 1
            continue
        weight = _title_weight(found, at, last, text, title) if title else 0.0
        leads = titles.leading(found, at, _name_last(found, at), text)
        if not title and not leads and text[found[at - 1].end : found[at].start] == ", ":
            # "the French Ambassador, Sylvain Itte, left"
            last = name_end(found, at, text)
            apposed = text[found[last].end : found[last].end + 1] == ","
            if apposed and last > at and _role_ends(found, at - 1, text):
                weight = 2.0
        if weight and not is_no_name(found, at, last, text):
            proposal = Proposal(found[at].start, found[last].end, SEEN, title=title)
            proposal.vote("person", weight)
            yield proposal
            at = last
        at += 1


def _name_last(found: list[Word], at: int) -> int:
    return min(at + 4, len(found) - 1)


def by_given_name(story: Read) -> Iterator[Proposal]:
    """People by a common given name before a surname: "Theresa May"."""
    found, text = story.words, story.text
    at = 0
    while at + 1 < len(found):
        word = found[at]
        if word.text in _given_names() and word.key not in _NOT_GIVEN:
            last = name_end(found, at, text)
            name = text[word.start : found[last].end]
            plain = not gazetteer.lookup(word.text) and not gazetteer.lookup(name)
            if last > at and plain and not chunks.kind_told(name):
                proposal = Proposal(word.start, with_stop(text, found[last].end), SEEN)
                proposal.vote("person", 1.5)
                yield proposal
                at = last
        at += 1


_ROLE_AFTER = re.compile(
    r",\s(?:(?:the|a|an|his|her|their|its|\w+['’]s)\s)?(?P<role>[\w'’ -]{3,50}?)"
    r"(?=[,.;]|\s(?:who|of|in|at|for|and|to|said|with)\b|$)"
)


def hear_role(text: str, proposal: Proposal) -> None:
    """Take as a title the role told after a name: "Simone Gbagbo, the former first lady,"."""
    match = _ROLE_AFTER.match(text, proposal.end)
    if proposal.title or match is None or "person" not in proposal.votes:
        return
    parts = match["role"].split()
    for size in (3, 2, 1):
        if titles.is_title(" ".join(parts[-size:])):
            proposal.title = " ".join(parts[-size:])
            proposal.vote("person", 1.0)
            return


def _role_ends(found: list[Word], at: int, text: str) -> bool:
    return any(
        titles.is_title(text[found[at - size + 1].start : found[at].end])
        for size in (1, 2)
        if at - size + 1 >= 0
    )


def _title_weight(found: list[Word], at: int, last: int, text: str, title: str) -> float:
    name = text[found[at].start : found[last].end]
    entry = gazetteer.lookup(name)
    if (entry and (entry.kind != "place" or entry.certain)) or chunks.kind_told(name):
        return 0.0
    if titles.is_title(name) or (titles.is_title(found[at].text) and last == at):
        return 0.0
    if titles.is_loose(title):
        return 1.5 if last > at else 0.0
    # A role in small letters is sure only before a full name: "president Emmanuel Macron".
    return 3.0 if title[0].isupper() or last > at else 1.0


def name_end(found: list[Word], at: int, text: str) -> int:
    """The last word of a person's name that begins at word `at`: capitals, initials and particles."""
    last = step = at
    while step + 1 < len(found) and step - at < 7:
        gap = text[found[step].end : found[step + 1].start]
        after = found[step + 1]
        initial = gap == ". " and len(found[step].text) == 1
        if gap not in (" ", "-", "’", "'", ". ", ".") or (gap in (". ", ".") and not initial):
            break
        if gap in ("’", "'") and after.key == "s":
            break
        if after.text[0].isupper():
            surname = after.key in _SURNAMES_TOO and found[step].text in _given_names()
            if is_known_word(after.text) and not surname:
                break
            last = step + 1
        elif not (after.key in PARTICLES and gap == " ") and not (
            after.key in _HYPHENED and gap == "-"
        ):
            break
        step += 1
    return last


def _given_names() -> frozenset[str]:
    return lexicon.words("givennames.txt")
