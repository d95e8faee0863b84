import datetime
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction import pipeline
from extraction.dispatch import read_text
from extraction.pipeline import annotate
from extraction.tests.reading import dispatch_of, found_in, heads_of, told
from extraction.types import KINDS, Annotations, Dispatch, Paragraph

SENTENCES = (
    "President Emmanuel Macron’s decision, revealed last month, surprised Niger. ",
    "The European Union (EU) and ECOWAS met in Niamey after a July 26 coup. ",
    "Mrs Clinton and Mr. Clinton, 63, left N'Djamena; “Macron left,” the AFP said. ",
    "NIAMEY, Dec 12 (AFP) - French-led U.S. troops of the Ministry of Defence. ",
    "Ursula von der Leyen (@vonderleyen) said: COP28, Lula da Silva & Co. Ltd. ",
)


def check(dispatch: Dispatch, annotations: Annotations) -> None:
    """What holds of every reading, whatever was read."""
    chains = {chain.id: chain for chain in annotations.chains}
    assert len(chains) == len(annotations.chains)
    end = (0, 0)
    for mention in annotations.mentions:
        text = dispatch.paragraphs[mention.paragraph].text
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip() == mention.text != ""
        assert end <= (mention.paragraph, mention.start)
        end = (mention.paragraph, mention.end)
        assert mention.kind == chains[mention.chain].kind
        assert mention.kind in KINDS
        assert 0.0 < mention.score < 1.0
    for reference in annotations.references:
        text = dispatch.paragraphs[reference.paragraph].text
        assert text[reference.start : reference.end] == reference.text != ""
        assert reference.chain in chains
        assert reference.kind in ("pronoun", "role", "short", "handle")
    assert set(chains) == {mention.chain for mention in annotations.mentions}
    for chain in annotations.chains:
        assert chain.names[0] == chain.head
        assert len(set(chain.names)) == len(chain.names)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=200), max_size=5))
def test_any_text_is_read(texts: list[str]) -> None:
    dispatch = read_text("\n\n".join(texts))
    check(dispatch, annotate(dispatch))
    # A paragraph that nobody cleaned does no harm either.
    raw = Dispatch(paragraphs=tuple(Paragraph(text) for text in texts if text))
    annotate(raw)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.sampled_from(SENTENCES),
            st.sampled_from("".join(SENTENCES).split()),
            st.text(st.sampled_from("aA.’' -()\n“”É"), max_size=8),
        ),
        max_size=40,
    )
)
def test_news_cut_up_and_shuffled_is_read(pieces: list[str]) -> None:
    dispatch = read_text(" ".join(pieces))
    check(dispatch, annotate(dispatch))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x00",
        "Macron",
        "😀" * 500,
        "قال الرئيس المصري عبد الفتاح السيسي " * 20,
        "中国国家主席习近平在北京表示。" * 20,
        "A" * 5_000,
        "Ministry of " * 500,
        "President " * 500,
        "(" * 2_000,
        "he " * 1_000,
        "the president " * 500,
        "@" * 1_000,
        "." * 5_000,
        "\x00Macron\x00 said\x00",
        "he\u200d \ud800she",
        "“" * 2_000,
        " ".join(f"Ali{at} Ba{at}," for at in range(1_000)),
    ],
    ids=lambda text: text[:12],
)
def test_odd_text_is_read(text: str) -> None:
    dispatch = read_text(text)
    check(dispatch, annotate(dispatch))


def test_offsets_are_right_far_into_a_long_paragraph() -> None:
    text = "".join(SENTENCES) * 40
    dispatch = dispatch_of(text)
    annotations = annotate(dispatch)
    check(dispatch, annotations)
    assert len(text) > 10_000
    assert annotations.mentions[-1].start > len(text) - 120
    assert heads_of(told(annotations), "COP28") == ["COP28"] * 40


def test_an_empty_dispatch_names_nothing() -> None:
    assert annotate(Dispatch()) == Annotations()


def test_twice_is_the_same_as_once() -> None:
    dispatch = dispatch_of(*SENTENCES)
    assert annotate(dispatch) == annotate(dispatch)


def test_progress_goes_up_to_the_whole() -> None:
    seen: list[tuple[int, int]] = []
    dispatch = dispatch_of(*SENTENCES * 300)
    annotate(dispatch, on_progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (sum(len(p.text) for p in dispatch.paragraphs),) * 2
    assert len(seen) > 2


def test_credits_name_nobody() -> None:
    dispatch = Dispatch(
        paragraphs=(
            Paragraph("Soldiers at Niamey airport", "caption"),
            Paragraph("Photo: Stanislas Poyet / AFP / Profimedia", "credit"),
            Paragraph("(Reporting by Ann Lee in Niamey; Editing by Bob Ray)", "credit"),
        )
    )
    assert told(annotate(dispatch)) == [("Niamey", "place", "Niamey")]


def test_one_name_has_one_kind_throughout() -> None:
    found = found_in(
        "Kassala said it would not pay.",
        "Kassala fell on Monday. Troops in Kassala waited.",
        "The road from Kassala to Gedaref is cut near Kassala.",
    )
    assert {kind for text, kind, _ in found if text == "Kassala"} == {"place"}


def test_a_surname_known_from_one_paragraph_is_found_in_the_others() -> None:
    found = found_in(
        "Ambassador Sylvain Itte left Niamey.", "Earlier the junta had ordered Itte’s expulsion."
    )
    assert heads_of(found, "Itte") == ["Sylvain Itte"]


def test_a_crosshead_in_capitals_makes_no_people() -> None:
    dispatch = Dispatch(
        language="en",
        paragraphs=(
            Paragraph("French Ambassador Departure from Niger", "crosshead"),
            Paragraph("The ambassador, Sylvain Itte, left Niamey."),
            Paragraph("Sylvain Itte Leaves Country", "crosshead"),
        ),
    )
    assert [text for text, _, _ in told(annotate(dispatch))] == [
        "French",
        "Niger",
        "Sylvain Itte",
        "Niamey",
        "Sylvain Itte",
    ]


def test_what_the_dispatch_says_an_acronym_means_goes_first() -> None:
    found = found_in("The Rapid Support Forces (RSF) left. The RSF holds Khartoum.")
    assert heads_of(found, "RSF") == ["Rapid Support Forces"] * 2
    assert heads_of(found_in("RSF, which defends the press, spoke."), "RSF") == [
        "Reporters Without Borders"
    ]


def test_another_language_yields_only_what_the_lists_know() -> None:
    text = (
        "Le président Emmanuel Macron a annoncé que les soldats français ont quitté le Niger dans la nuit. "
        "Les autorités du Mali et de la Guinée ne sont pas venues à Niamey avec les ministres de la région."
    )
    assert {kind for _, kind, _ in found_in_foreign(text)} == {"place"}
    assert {"Niger", "Mali", "Niamey"} <= {head for _, _, head in found_in_foreign(text)}


def found_in_foreign(text: str) -> list[tuple[str, str, str]]:
    return told(annotate(Dispatch(paragraphs=(Paragraph(text),))))


def test_the_date_of_a_dispatch_does_not_change_what_it_names() -> None:
    text = "NIAMEY, Dec 12 (AFP) - Troops left Niger."
    dated = read_text(text, published=datetime.date(2023, 12, 12))
    one, other = annotate(dated), annotate(read_text(text))
    assert (one.chains, one.mentions, one.references) == (
        other.chains,
        other.mentions,
        other.references,
    )


def test_the_version_is_told() -> None:
    assert pipeline.VERSION


def test_titles_and_roles_are_kept_with_the_chain_and_no_part_of_its_names() -> None:
    annotations = annotate(
        dispatch_of(
            "President Emmanuel Macron met Niger's ousted president Mohamed Bazoum.",
            "It was an idea of Macron, the French president. Gen. Tiani was not there.",
        )
    )
    people = {chain.head: chain for chain in annotations.chains if chain.kind == "person"}
    assert {head: (one.names, one.titles, one.roles) for head, one in people.items()} == {
        "Emmanuel Macron": (
            ("Emmanuel Macron", "Macron"),
            ("president",),
            ("French president",),
        ),
        "Mohamed Bazoum": (("Mohamed Bazoum",), ("president",), ("Niger's ousted president",)),
        "Tiani": (("Tiani",), ("gen",), ()),
    }


@pytest.mark.parametrize(
    ("text", "adjective", "country", "reason"),
    [
        (
            "The Nigerian army holds Niamey, capital of Niger.",
            "Nigerian",
            "Niger",
            "only Niger is spoken of",
        ),
        (
            "The Nigerian army left Nigeria.",
            "Nigerian",
            "Nigeria",
            "only Nigeria is spoken of",
        ),
        (
            "The Nigerian army said Nigeria and Niger had talked.",
            "Nigerian",
            "Nigeria",
            "Nigeria is spoken of",
        ),
        ("The Nigerian army left.", "Nigerian", "Nigeria", "Nigeria is meant more often"),
        (
            "Nigerien soldiers met Nigerian ones in Niamey.",
            "Nigerian",
            "Nigeria",
            "Niger has an adjective of its own here",
        ),
        # nothing to decide
        ("French soldiers left.", "French", "France", ""),
    ],
)
def test_an_adjective_says_why_it_is_a_country_s(
    text: str, adjective: str, country: str, reason: str
) -> None:
    annotations = annotate(dispatch_of(text))
    heads = {chain.id: chain.head for chain in annotations.chains}
    told = [(heads[one.chain], one.reason) for one in annotations.mentions if one.text == adjective]
    assert told == [(country, reason)]
    assert not any(one.reason for one in annotations.mentions if one.text != adjective)


def test_a_name_over_a_line_break_and_a_loud_line_are_one_person() -> None:
    dispatch = read_text(
        "Talks end\n\n"
        "PARIS, Oct 2 (AFP) - After a day of talks the president of the republic, Emmanuel\n"
        "Macron, said that nothing had been agreed and that the talks would go on all through\n"
        "the night until both of the sides had said what they wanted and had been heard on it.\n\n"
        "MACRON LEAVES IN THE EVENING\n\n"
        "He left the palace by a side door in the evening, and would say nothing to those who had\n"
        "waited there for him since the morning in the rain.\n"
    )
    found = [one for one in told(annotate(dispatch)) if one[1] == "person"]
    assert [head for _, _, head in found] == ["Emmanuel Macron", "Emmanuel Macron"]


def test_a_credit_beside_a_caption_names_nobody() -> None:
    dispatch = read_text(
        "Troops leave\n\nThe last troops left Niger on Friday, officials in Niamey said.\n\n"
        "Soldiers at Niamey airport (Niger)Photo: Stanislas Poyet / AFP / Profimedia\n"
    )
    assert [one.kind for one in dispatch.paragraphs] == ["body", "caption", "credit"]
    assert dispatch.paragraphs[2].text == "Photo: Stanislas Poyet / AFP / Profimedia"
    assert {kind for _, kind, _ in told(annotate(dispatch))} == {"place"}


def test_ten_thousand_names_are_chained_in_time_linear_in_their_number() -> None:
    # In another language the recogniser, which is linear by its making, is not asked.
    def cost(number: int) -> float:
        text = "le président de la France a dit que les soldats du Niger et du Mali, " * number
        dispatch = Dispatch(paragraphs=(Paragraph(text),))
        start = time.process_time()
        assert len(annotate(dispatch).mentions) == 3 * number
        return time.process_time() - start

    cost(100)
    # Linear would be 10; quadratic 100.
    assert cost(3_300) < 40 * max(cost(330), 0.02)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=()), max_size=60), st.sampled_from(SENTENCES))
def test_odd_signs_around_a_sentence_do_no_harm(odd: str, sentence: str) -> None:
    dispatch = read_text(f"{odd}{sentence}{odd} said he was the president. {sentence}")
    check(dispatch, annotate(dispatch))


def test_a_quote_that_the_rules_are_sure_of_stays_where_the_encoder_sees_none() -> None:
    text = "According to the ministry, three convoys have left the base."
    [quote] = annotate(read_text(text)).quotes
    assert [part.text for part in quote.content] == ["three convoys have left the base"]
    assert quote.speaker and quote.speaker.text == "the ministry"
