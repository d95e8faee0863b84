"""Which role words have, by the type of the event, what they are, and where they stand."""

from functools import cache

from extraction import lexicon
from extraction.happenings import classes, triggers
from extraction.happenings.grammar import Phrase
from extraction.happenings.words import Line, Token

MOVES = frozenset(("withdrawal", "visit", "election"))
"""Types of which whoever moves, or wins, is the agent, also in "the withdrawal of troops", "was elected"."""


SUFFERED = frozenset(("killing", "death", "injury"))


@cache
def frames_of() -> dict[str, dict[str, str]]:
    frames: dict[str, dict[str, str]] = {}
    for type_, pairs in lexicon.rows("eventframes.tsv"):
        frames[type_] = dict(pair.split("=") for pair in pairs.split(";"))
    return frames


def by_preposition(type_: str, preposition: str, noun: bool, frame: str) -> str:
    frames = frames_of()
    found = frames.get(type_, {}).get(preposition)
    if preposition == "of" and noun:
        if type_ in MOVES:
            return "agent"
        found = found or ("agent" if frame == "i" else "patient")
    return frames["*"].get(preposition, "") if found is None else found


def deadly(line: Line, phrase: Phrase) -> str:
    """What killed somebody is an agent only if it can act: weapons are means, quakes and buses neither."""
    names = classes.of_phrase(line, phrase)
    if names & {"person", "force", "crowd", "country", "organisation"}:
        return "agent"
    if "weapon" in names:
        return "instrument"
    return "" if names & {"vehicle", "nature", "disease", "building"} or not names else "agent"


def is_event(line: Line, phrase: Phrase, type_: str) -> bool:
    """Whether a subject is itself what happened: "the blast killed three"."""
    key = line.tokens[phrase.head].key
    return type_ in ("killing", "injury", "death", "displacement", "outbreak") and (
        key in ("it", "this", "that", "which") or key in triggers.nouns()
    )


def of_object(type_: str, frame: str, line: Line, phrase: Phrase) -> str:
    names = classes.of_phrase(line, phrase)
    if type_ == "withdrawal" and frame == "i":
        return "origin"
    if type_ == "election":
        return "agent" if names & {"person", "leader", "official"} else "topic"
    if type_ == "visit":
        return "destination" if names & {"place", "country", "building"} else "agent"
    if type_ in ("meeting", "negotiation", "contest", "agreement") and frame == "i":
        return (
            "agent"
            if names & {"person", "leader", "official", "organisation", "group", "country"}
            else "topic"
        )
    if type_ == "resignation":
        return "topic"
    if type_ == "displacement" and frame == "i":
        return "origin"
    if type_ == "attack" and "weapon" in names and not names & {"building", "person"}:
        return "instrument"
    if is_given(line, phrase, type_):
        return "topic"
    if type_ in ("award", "legislation") and names & {"prize", "law", "award"}:
        return "topic"
    return "patient"


def is_given(line: Line, phrase: Phrase, type_: str) -> bool:
    """Whether a phrase is the help itself, and not who is helped: "blankets", "$2 million", "a rescue team"."""
    return type_ == "aid" and not classes.of_phrase(line, phrase) & {
        "person",
        "crowd",
        "victim",
        "refugee",
        "country",
    }


def is_actor(line: Line, phrase: Phrase) -> bool:
    token = line.tokens[phrase.head]
    return token.tag in ("NAME", "N", "PRO") and token.key not in (
        "end",
        "night",
        "surprise",
        "day",
        "morning",
        "air",
        "road",
        "sea",
        "law",
        "chance",
        "force",
        "train",
        "bus",
    )


def is_tool(line: Line, phrase: Phrase) -> bool:
    return bool(classes.of_phrase(line, phrase) & {"weapon", "vehicle"})


def is_place(line: Line, phrase: Phrase) -> bool:
    token = line.tokens[phrase.head]
    if token.mention is not None:
        return token.mention.kind in ("place", "organisation")
    return bool(
        classes.of_phrase(line, phrase)
        & {"place", "building", "country", "border", "office", "court", "embassy"}
    )


def is_measure(line: Line, phrase: Phrase) -> bool:
    return line.tokens[phrase.head].tag in ("NUM", "TIME")


def owners(line: Line, owner: Phrase, type_: str, whose: str) -> str:
    """ "France's expulsion of the envoy": of a state, what only people suffer is its act."""
    mention = line.tokens[owner.head].mention
    if whose == "patient" and mention is not None and mention.kind == "place":
        if type_ in (
            "disaster",
            "accident",
            "death",
            "outbreak",
            "election",
            "coup",
            "blockade",
            "closure",
            "launch",
        ):
            return ""
        return "agent"
    return whose


def of_modifier(token: Token, type_: str, whose: str) -> str:
    names = classes.of_token(token)
    if names & {"weapon", "vehicle"} and type_ in ("attack", "launch"):
        return "instrument"
    if names & {"force", "crowd", "worker", "hostage", "staff", "person", "company", "envoy"}:
        if type_ in ("attack", "protest", "strike", "clash"):
            return "agent"
        return whose
    return ""
