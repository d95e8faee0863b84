"""The forms of English nouns and verbs."""

from collections.abc import Iterator

_VOWELS = "aeiou"


def plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def of_verb(verb: str, irregular: str = "") -> Iterator[tuple[str, str]]:
    """The forms of a verb with what each is: ("denied", "past"). `irregular`: "wrote,written"."""
    past, _, participle = irregular.partition(",")
    doubled = past.endswith(verb[-1] * 2 + "ed")
    yield verb, "base"
    yield plural(verb), "s"
    if verb.endswith("ie"):
        yield verb[:-2] + "ying", "ing"
    elif verb.endswith("e") and not verb.endswith(("ee", "ye")):
        yield verb[:-1] + "ing", "ing"
    else:
        yield verb + (verb[-1] if doubled else "") + "ing", "ing"
    if not past:
        if verb.endswith("e"):
            past = verb + "d"
        elif verb.endswith("y") and verb[-2] not in _VOWELS:
            past = verb[:-1] + "ied"
        else:
            past = verb + "ed"
    yield past, "past"
    yield participle or past, "participle"
