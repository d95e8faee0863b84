"""What stands for people and bodies without naming them: tied where it is certain, and never where it is not."""

import time

import pytest

from extraction import references
from extraction.pipeline import annotate
from extraction.tests.reading import dispatch_of
from extraction.types import Annotations, Chain, Mention

ROLES = [
    (
        ["President Emmanuel Macron spoke.", "The French president then left."],
        [("French president", "role", "Emmanuel Macron")],
    ),
    (
        ["President Yoweri Museveni spoke in Kampala.", "Later the president said no more."],
        [("president", "role", "Yoweri Museveni")],
    ),
    # of two, the one whose country it is
    (
        [
            "French president Emmanuel Macron met Niger's president Mohamed Bazoum.",
            "The French president was brief.",
        ],
        [("French president", "role", "Emmanuel Macron")],
    ),
    # of two, neither
    (
        [
            "French president Emmanuel Macron met Niger's president Mohamed Bazoum.",
            "The president was brief.",
        ],
        [],
    ),
    # another country's, another thing's, one who is not named, a former one
    (["French president Emmanuel Macron spoke.", "The Russian president was brief."], []),
    (["President Emmanuel Macron spoke.", "The president of the court was brief."], []),
    (["Emmanuel Macron spoke.", "The president was brief."], []),
    (["Former president Mohamed Bazoum spoke.", "The president was brief."], []),
    # not where he was named long before
    (
        ["President Yoweri Museveni spoke.", *["It rained."] * 5, "The president said no more."],
        [],
    ),
    # the office and not its holder
    (["President Yoweri Museveni spoke.", "It was before the president election."], []),
    # said beside the name it is a role of the chain, and no reference
    (["It was ordered by Emmanuel Macron, the French president."], []),
    # and not before the name
    (["The minister was late.", "Finance Minister Kim Dae-sung spoke."], []),
]

BODIES = [
    (
        ["The French Armed Forces Ministry confirmed it.", "The ministry gave no figure."],
        [("ministry", "short", "French Armed Forces Ministry")],
    ),
    (
        ["The European Commission met in Brussels.", "Nobody at the commission would speak."],
        [("commission", "short", "European Commission")],
    ),
    # two ministries, another body's own, none at all
    (
        [
            "The Ministry of Health and the Ministry of Finance met.",
            "The ministry gave no figure.",
        ],
        [],
    ),
    (["The Ministry of Health spoke.", "The ministry of a neighbour did not."], []),
    (["The drawings had come from the ministry in Madrid."], []),
]

HANDLES = [
    (
        ["Emmanuel Macron wrote it. “Welcome,” said @EmmanuelMacron on Tuesday."],
        [("@EmmanuelMacron", "handle", "Emmanuel Macron")],
    ),
    (["Emmanuel Macron wrote it to @Elysee and macron@example.com."], []),
]

PRONOUNS = [
    (
        ["Macron met Emmanuel Macron's staff.", "President Emmanuel Macron left. He said nothing."],
        [("He", "pronoun", "Emmanuel Macron")],
    ),
    (
        ["Claire Lefort said that she had lost her passport."],
        [("she", "pronoun", "Claire Lefort"), ("her", "pronoun", "Claire Lefort")],
    ),
    # opening the next paragraph
    (
        ["Ambassador Sylvain Itte left Niamey.", "He had stayed for months."],
        [("He", "pronoun", "Sylvain Itte")],
    ),
    # a man and a woman
    (
        ["Claire Lefort met Emmanuel Macron. She smiled."],
        [("She", "pronoun", "Claire Lefort")],
    ),
    # two men
    (["Mohamed Bazoum met Emmanuel Macron. He smiled."], []),
    # someone without a name in between
    (["Emmanuel Macron met a lawyer. He smiled."], []),
    # inside a quote it is as often another
    (["Emmanuel Macron said: “He will not come.”"], []),
    # not himself
    (["President Emmanuel Macron embraced him."], []),
    # someone else acts, or the pronoun before is another's
    (["Officials wrote to Emmanuel Macron. He smiled."], []),
    (["He wrote to the staff of Emmanuel Macron, and Macron met him. He smiled."], []),
    # nobody
    (["He left."], []),
    # nobody of that sex
    (["Emmanuel Macron spoke. She smiled."], []),
]


@pytest.mark.parametrize(("paragraphs", "tied"), [*ROLES, *BODIES, *HANDLES, *PRONOUNS])
def test_only_what_is_certain_is_tied(
    paragraphs: list[str], tied: list[tuple[str, str, str]]
) -> None:
    annotations = annotate(dispatch_of(*paragraphs))
    heads = {chain.id: chain.head for chain in annotations.chains}
    for one in annotations.references:
        assert paragraphs[one.paragraph][one.start : one.end] == one.text
    assert [(one.text, one.kind, heads[one.chain]) for one in annotations.references] == tied


def test_a_reference_is_never_a_mention() -> None:
    annotations = annotate(
        dispatch_of("President Emmanuel Macron said he was glad.", "The French president left.")
    )
    mentioned = {(one.paragraph, one.start, one.end) for one in annotations.mentions}
    assert len(annotations.references) == 2
    assert not {(one.paragraph, one.start, one.end) for one in annotations.references} & mentioned
    assert all(
        one.text not in chain.names
        for one in annotations.references
        for chain in annotations.chains
    )


def test_ten_thousand_people_in_a_paragraph_take_no_longer_than_ten_times_a_thousand() -> None:
    def cost(number: int) -> float:
        text, mentions, chains = "", [], []
        for at in range(number):
            name = f"Ann Lee{at}"
            mentions.append(
                Mention(0, len(text), len(text) + len(name), name, "person", f"c{at}", 0.9)
            )
            chains.append(Chain(f"c{at}", "person", name, (name,), ("president",)))
            text += f"{name} said she met the president "
        found = Annotations(tuple(chains), tuple(mentions))
        start = time.process_time()
        assert len(references.tie({0: text}, found)) >= 1
        return time.process_time() - start

    cost(100)
    # Linear would be 10; quadratic 100.
    assert cost(10_000) < 40 * max(cost(1_000), 0.005)
