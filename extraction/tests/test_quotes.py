"""Who said what: each sentence with its quotes, their forms, the heads of their speakers, their cues."""

import time

import pytest

from extraction import quotes
from extraction.pipeline import annotate
from extraction.tests.reading import dispatch_of
from extraction.types import Annotations

Told = tuple[str, str, str, str]
"""Content with its parts joined by " ... ", form, the speaker's name or words, cue."""


def found_in(*paragraphs: str, least: float = quotes.SURE) -> list[Told]:
    found = annotate(dispatch_of(*paragraphs))
    heads = {chain.id: chain.head for chain in found.chains}
    return [
        (
            " ... ".join(part.text for part in one.content),
            one.form,
            heads.get(one.speaker.chain, one.speaker.text) if one.speaker else "",
            one.cue.text if one.cue else "",
        )
        for one in quotes.find(dict(enumerate(paragraphs)), found)
        if one.score >= least
    ]


DIRECT = [
    # after, before, inverted
    (
        ["“The bridge will open on Monday,” Awa Diallo said in Dakar."],
        [("“The bridge will open on Monday,”", "direct", "Awa Diallo", "said")],
    ),
    (
        ["Awa Diallo said: “The bridge will open on Monday.”"],
        [("“The bridge will open on Monday.”", "direct", "Awa Diallo", "said")],
    ),
    (
        ['"The bridge is closed," said Awa Diallo, an engineer of 34 who lives beside it.'],
        [('"The bridge is closed,"', "direct", "Awa Diallo", "said")],
    ),
    # broken by its cue, and gone on with after it
    (
        ["“It is late,” said Awa Diallo, “and the river is rising. We must go.” They went."],
        [
            (
                "“It is late,” ... “and the river is rising. We must go.”",
                "direct",
                "Awa Diallo",
                "said",
            )
        ],
    ),
    (
        ["“It is late,” Awa Diallo said. “The river is rising.”"],
        [("“It is late,” ... “The river is rising.”", "direct", "Awa Diallo", "said")],
    ),
    # over paragraphs: each opens with a mark and only the last closes
    (
        ["“It is late,” Awa Diallo said. “The river is rising.", "“We must go.”"],
        [
            (
                "“It is late,” ... “The river is rising. ... “We must go.”",
                "direct",
                "Awa Diallo",
                "said",
            )
        ],
    ),
    (
        ["“It is late,” Awa Diallo said.", "“The river is rising. We must go.”"],
        [("“It is late,” ... “The river is rising. We must go.”", "direct", "Awa Diallo", "said")],
    ),
    # a question asks who asked it in a sentence that looks like another
    (
        ["“Who built this bridge?” Awa Diallo asked."],
        [("“Who built this bridge?”", "direct", "Awa Diallo", "asked")],
    ),
    # a colon at the end of a paragraph
    (
        ["Awa Diallo added:", "“Nobody told us that the bridge was weak.”"],
        [("“Nobody told us that the bridge was weak.”", "direct", "Awa Diallo", "added")],
    ),
    # what is set between commas
    (
        ["“We will appeal,” the minister's lawyer, Awa Diallo, said on Tuesday."],
        [("“We will appeal,”", "direct", "Awa Diallo", "said")],
    ),
    (
        ["“We will appeal,” Awa Diallo, who defends the minister, told reporters."],
        [("“We will appeal,”", "direct", "Awa Diallo", "told")],
    ),
    # nobody named
    (
        ["“We heard shots all night,” a witness said."],
        [("“We heard shots all night,”", "direct", "a witness", "said")],
    ),
    (
        ["“We heard shots all night,” one of two dozen residents said."],
        [("“We heard shots all night,”", "direct", "one of two dozen residents", "said")],
    ),
    # nobody at all
    (
        ["“We heard shots all night and nobody came to help.”"],
        [("“We heard shots all night and nobody came to help.”", "direct", "", "")],
    ),
]

OTHER_MARKS = [
    ['"It is late," Awa Diallo said.', '"It is late,"'],
    ["'It isn't late,' Awa Diallo said of the soldiers' pay.", "'It isn't late,'"],
    ["‘It’s late,’ Awa Diallo said. The soldiers’ pay was too.", "‘It’s late,’"],
    ["«It is late», Awa Diallo said.", "«It is late»"],
    ["„It is late,“ Awa Diallo said.", "„It is late,“"],
    ["``It is late,'' Awa Diallo said.", "``It is late,''"],
    ["''It is late,'' Awa Diallo said.", "''It is late,''"],
    # a quote inside a quote is a part of it
    ["“He shouted ‘Go!’ and ran,” Awa Diallo said.", "“He shouted ‘Go!’ and ran,”"],
    ["‘He shouted “Go!” and ran,’ Awa Diallo said.", "‘He shouted “Go!” and ran,’"],
]

INDIRECT = [
    (
        ["Awa Diallo said that the bridge would open by the end of the year."],
        [("that the bridge would open by the end of the year", "indirect", "Awa Diallo", "said")],
    ),
    (
        ["Awa Diallo said the bridge would open."],
        [("the bridge would open", "indirect", "Awa Diallo", "said")],
    ),
    (
        ["Awa Diallo told the BBC on Tuesday that the bridge would open."],
        [("that the bridge would open", "indirect", "Awa Diallo", "told")],
    ),
    (
        ["The bridge would open in May, Awa Diallo said."],
        [("The bridge would open in May", "indirect", "Awa Diallo", "said")],
    ),
    (
        ["One man was hurt, according to two people who were there."],
        [("One man was hurt", "indirect", "two people", "according to")],
    ),
    (
        ["According to the World Bank, the economy grew by 2 percent."],
        [("the economy grew by 2 percent", "indirect", "World Bank", "According to")],
    ),
    (
        ["In a statement on Thursday, the World Bank confirmed that the loan was refused."],
        [("that the loan was refused", "indirect", "World Bank", "confirmed")],
    ),
    (
        ["The World Bank said in a statement on Thursday that the loan was refused."],
        [("that the loan was refused", "indirect", "World Bank", "said")],
    ),
    (
        ["The loan faces a long delay, coup leaders have said."],
        [("The loan faces a long delay", "indirect", "coup leaders", "said")],
    ),
    (
        ["Awa Diallo vowed to rebuild the bridge."],
        [("to rebuild the bridge", "indirect", "Awa Diallo", "vowed")],
    ),
    (
        ["Awa Diallo accused the army of closing the bridge."],
        [("the army of closing the bridge", "indirect", "Awa Diallo", "accused")],
    ),
    (
        ["Awa Diallo warned foreign powers against interfering."],
        [("against interfering", "indirect", "Awa Diallo", "warned")],
    ),
    # two verbs of one subject, two subjects
    (
        ["Awa Diallo said the bridge was closed, and added that it was weak."],
        [
            ("the bridge was closed", "indirect", "Awa Diallo", "said"),
            ("that it was weak", "indirect", "Awa Diallo", "added"),
        ],
    ),
    (
        ["Awa Diallo said the bridge was closed, but the army said that it was open."],
        [
            ("the bridge was closed", "indirect", "Awa Diallo", "said"),
            ("that it was open", "indirect", "the army", "said"),
        ],
    ),
    # the dateline is not said by anybody
    (
        ["DAKAR, Dec 12 (SWS) - The bridge is closed, the army said."],
        [("The bridge is closed", "indirect", "the army", "said")],
    ),
    # a number's comma ends nothing
    (
        ["The World Bank put the dead at 4,255 by Tuesday."],
        [("the dead at 4,255 by Tuesday", "indirect", "World Bank", "put")],
    ),
]

FARTHER = [
    # quoted by others, in a list, with others saying, under the quote
    (
        ["Awa Diallo was quoted by the agency as saying that the road was open."],
        [("that the road was open", "indirect", "Awa Diallo", "saying")],
    ),
    (
        ["“We will leave,” the mayor was quoted as saying."],
        [("“We will leave,”", "direct", "the mayor", "saying")],
    ),
    (
        ["Egypt, Turkey and Algeria said that planes were on the way."],
        [("that planes were on the way", "indirect", "Egypt, Turkey and Algeria", "said")],
    ),
    (
        ["The river rose, with Awa Diallo saying that the bridge was weak."],
        [("that the bridge was weak", "indirect", "Awa Diallo", "saying")],
    ),
    (
        ["“The bridge was weak before it was built.”", "— Awa Diallo, engineer"],
        [("“The bridge was weak before it was built.”", "direct", "Awa Diallo", "")],
    ),
    # a nearer speaker than the agency that passes it on
    (
        ["The bridge is closed, the mayor who was elected in May announced, AFP reported."],
        [("The bridge is closed", "indirect", "the mayor", "announced")],
    ),
    # who is of whom
    (
        ["The spokesman of the US State Department confirmed that the loan was refused."],
        [
            (
                "that the loan was refused",
                "indirect",
                "The spokesman of the US State Department",
                "confirmed",
            )
        ],
    ),
    # what stands in a clause before the main one
    (
        ["While Awa Diallo said that the bridge was weak, the army crossed it."],
        [("that the bridge was weak", "indirect", "Awa Diallo", "said")],
    ),
    # a question put by nobody who is named
    (
        ["Asked whether the bridge would hold, Awa Diallo said: “Never.”"],
        [
            ("whether the bridge would hold", "indirect", "", "Asked"),
            ("“Never.”", "direct", "Awa Diallo", "said"),
        ],
    ),
    # what people shout
    (
        ["Shouts of “Down with the bridge” were heard in the market."],
        [("“Down with the bridge”", "direct", "", "")],
    ),
]

MIXED = [
    (
        ["Awa Diallo said that the bridge was “rotten” and would be closed."],
        [("that the bridge was “rotten” and would be closed", "mixed", "Awa Diallo", "said")],
    ),
    (
        ["Awa Diallo called the delay “a theft from the young”."],
        [("the delay “a theft from the young”", "mixed", "Awa Diallo", "called")],
    ),
    # a noun that tells it, of whoever owns it
    (
        ["Awa Diallo spoke for an hour about her refusal to be “held captive” by the army."],
        [("to be “held captive” by the army", "mixed", "Awa Diallo", "refusal")],
    ),
]

NO_QUOTES = [
    # titles, nicknames, scare quotes
    "The film “The Bridge of Sighs” opened in Dakar.",
    "Mohamed “Hamed” Touré was born in Dakar.",
    "The so-called “caliphate” fell in March.",
    # nouns that look like verbs, verbs that are nobody's
    "The claims were paid and the reports were filed in three states.",
    "The bridge was said to be weak.",
    "It was not clear who would lead the country.",
    # apostrophes
    "The soldiers' wives and the '90s songs' singers met at O'Neill's.",
    "",
]


@pytest.mark.parametrize(("paragraphs", "quotes_found"), [*DIRECT, *INDIRECT, *FARTHER, *MIXED])
def test_finds_what_is_said_and_who_said_it(
    paragraphs: list[str], quotes_found: list[Told]
) -> None:
    assert found_in(*paragraphs) == quotes_found


@pytest.mark.parametrize(("text", "content"), OTHER_MARKS)
def test_reads_the_marks_of_every_desk(text: str, content: str) -> None:
    assert found_in(text) == [(content, "direct", "Awa Diallo", "said")]


@pytest.mark.parametrize("text", NO_QUOTES)
def test_leaves_alone_what_nobody_said(text: str) -> None:
    assert found_in(text) == []


def test_ties_he_to_the_one_who_is_named_before() -> None:
    assert found_in(
        "Mr Moussa Touré opened the bridge.", "“It will hold,” he said. “I have walked on it.”"
    ) == [("“It will hold,” ... “I have walked on it.”", "direct", "Moussa Touré", "said")]


def test_tells_whom_it_was_told() -> None:
    text = "Awa Diallo told the World Bank that the bridge would open."
    found = annotate(dispatch_of(text))
    (quote,) = quotes.find({0: text}, found)
    assert quote.addressee is not None
    assert quote.addressee.text == "World Bank"


def test_holds_words_of_taking_sides_to_be_less_sure() -> None:
    text = "Awa Diallo denounced the violence of the army."
    assert found_in(text) == []
    assert found_in(text, least=0.0) == [
        ("the violence of the army", "indirect", "Awa Diallo", "denounced")
    ]


def test_reaches_no_further_than_its_paragraph_with_a_mark_left_open() -> None:
    found = found_in(
        "Awa Diallo said: “The bridge is weak.", "The army came. It stayed for a week."
    )
    assert found == [("“The bridge is weak.", "direct", "Awa Diallo", "said")]


@pytest.mark.parametrize(
    "text",
    [
        "“",
        "”",
        '"',
        "“”",
        "said",
        "said said said that that",
        "according to",
        ", said",
        "“a“b“c",
        "'' '' '",
        "»x« ‹y› „",
        ": “",
        "X said:",
        "…\n\n“\u200d” said \U0001f600.",
    ],
)
def test_never_fails_on_odd_text(text: str) -> None:
    for one in quotes.find({0: text, 3: text}, annotate(dispatch_of(text))):
        assert all(0 <= part.start < part.end <= len(text) for part in one.content)


@pytest.mark.parametrize(
    "text",
    [
        "“a " * 20_000,
        "' a " * 20_000,
        '"a ' * 20_001,
        "he said, " * 20_000,
        "according to him, " * 20_000,
        "and said that " * 20_000,
        "“Go,” he said. " * 10_000,
        "X, who said, " * 20_000,
    ],
)
def test_takes_time_in_proportion(text: str) -> None:
    begun = time.perf_counter()
    quotes.find({0: text}, Annotations())
    assert time.perf_counter() - begun < 5
