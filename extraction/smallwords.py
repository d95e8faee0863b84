"""The small words of a sentence by what they do in it."""

from extraction import lexicon

_GROUPS = {group: frozenset(words.split()) for group, words in lexicon.rows("smallwords.tsv")}

DETERMINERS = _GROUPS["determiners"]
NUMBERS = _GROUPS["numbers"]
PREPOSITIONS = _GROUPS["prepositions"]
BE = _GROUPS["be"]
HAVE = _GROUPS["have"]
MODALS = _GROUPS["modals"]
ADVERBS = _GROUPS["adverbs"]
NO_ADVERBS = _GROUPS["noadverbs"]
PRONOUNS = _GROUPS["pronouns"]
QUESTIONS = _GROUPS["questions"]
TIMES = _GROUPS["times"]
LATE = _GROUPS["late"]
SUBORDINATORS = _GROUPS["subordinators"]
CUTS = _GROUPS["cuts"]
