import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks.happenings import gold

TOLD = gold.parsed(
    "strike",
    """story: ford
source: Harbour News
published: 2024-05-02
dateline: Cologne
headline: Strike at Ford

COLOGNE, May 2 - About 2,500 workers struck on Tuesday. The strike ends on Friday.

## What comes next

"We shall see," a man said. "Or not."

== events
ford-strike strike
  # the noun comes second
  mention "strike"@1 planned completed
  mention "struck"@1 happened begun
  when 2024-04-30/2024-05-03
  agent "workers"@1
== dates
"Tuesday"@1 2024-04-30
"Friday"@1 2024-05-03 approx
== quotes
direct ""We [...] see,""@3 ""Or not.""@3 speaker "a man"@3 cue "said"@3
== figures
"About 2,500"@1 about 2500 of "workers" event ford-strike
""",
)


def test_what_is_marked_is_where_it_stands() -> None:
    assert TOLD.anchor == datetime.date(2024, 5, 2)
    assert [paragraph.kind for paragraph in TOLD.dispatch.paragraphs] == [
        "body",
        "crosshead",
        "body",
    ]
    (event,) = TOLD.events
    assert [(one.span.text, one.modality, one.phase) for one in event.mentions] == [
        ("struck", "happened", "begun"),
        ("strike", "planned", "completed"),
    ]
    assert event.days == (datetime.date(2024, 4, 30), datetime.date(2024, 5, 3))
    (quote,) = TOLD.quotes
    assert [part.text for part in quote.content] == ['"We shall see,"', '"Or not."']
    assert quote.speaker is not None and (quote.speaker.paragraph, quote.speaker.text) == (
        2,
        "a man",
    )
    (figure,) = TOLD.figures
    assert (
        figure.about
        and figure.low == figure.high == Fraction(2500)
        and figure.event == "ford-strike"
    )
    assert figure.of_span is not None and figure.of_span.text == "workers"
    assert [(date.value, date.kind, date.modifier) for date in TOLD.dates] == [
        ("2024-04-30", "date", ""),
        ("2024-05-03", "date", "approx"),
    ]


@pytest.mark.parametrize(
    ("section", "why"),
    [
        ('events\nford-strike strik\n  mention "struck"@1 happened', "types of eventtypes"),
        ('events\nford-strike strike\n  mention "strikes"@1 happened', "0 times in paragraph 1"),
        (
            'events\nford-strike strike\n  mention "struck"@1.2 happened',
            "1 times in paragraph 1, not 2",
        ),
        ('events\nford-strike strike\n  mention "struck"@9 happened', "no paragraph 9"),
        ('events\nford-strike strike\n  mention "struck"@1 happend', "needs one of happened"),
        (
            'events\nford-strike strike\n  mention "struck"@1 happened over',
            "may have one of announced",
        ),
        ('events\nford-strike strike\n  who "workers"@1', "'who' is not mention"),
        ("events\nford-strike strike\n  when 2024-04-30", "has no mention"),
        ('dates\n"Tuesday"@1 tuesday', "no value of TIMEX3"),
        ('quotes\nspoken "We"@1 speaker ""', "must begin with one of direct"),
        ('quotes\ndirect "Tuesday"@1', "needs its words and a speaker"),
        ('figures\n"About 2,500"@1 many of "workers"', "is no number"),
        ('figures\n"About 2,500"@1 2500 of "worker"', "is not in paragraph 1"),
        ('figures\n"About 2,500"@1 2500 event x', "no event of this dispatch"),
        ("numbers", "is no section"),
    ],
)
def test_what_is_amiss_is_told_with_its_file_and_line(section: str, why: str) -> None:
    text = f"story: x\n\nAbout 2,500 workers struck on Tuesday.\n\n== {section}\n"
    with pytest.raises(gold.Amiss, match=rf"^x\.txt:\d+: .*{why}"):
        gold.parsed("x", text)


def test_a_speaker_who_is_a_pronoun_is_told_by_name() -> None:
    told = gold.parsed(
        "x",
        """published: 2024-05-02

Ana Ruiz resigned.

"I am tired," she said.

== quotes
direct ""I am tired,""@2 speaker "she"@2 is "Ana Ruiz"@1 cue "said"@2
""",
    )
    (quote,) = told.quotes
    assert quote.speaker is not None and quote.speaker.text == "she"
    assert quote.named is not None and quote.named.text == "Ana Ruiz"


@pytest.mark.parametrize("part", [gold.DEVELOPMENT, gold.HELDOUT])
def test_every_dispatch_can_be_read(part: Path) -> None:
    told = gold.load(part)
    assert len(told) >= 28
    for one in told:
        for event in one.events:
            for mention in event.mentions:
                span = mention.span
                assert one.texts[span.paragraph][span.start : span.end] == span.text
