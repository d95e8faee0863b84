"""The wider list of triggers: phrases of all types, and words that are events only by what stands around them."""

import pytest

from extraction.tests.test_events import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lorries brought humanitarian assistance to the camp.", "humanitarian assistance aid"),
        ("Firefighters hauled the family to safety.", "hauled aid"),
        ("The tribunal threw out the complaint.", "threw out ruling"),
        ("The judge issued a restraining order against him.", "restraining order ruling"),
        ("Rebels wrested control of the town from the army.", "wrested control of invasion"),
        ("The soldiers marched into Kaya at dawn.", "marched into invasion"),
        ("The clerk took bribes from three firms.", "took bribes crime"),
        ("Thieves made off with $2 million.", "made off with crime"),
        ("The airline went under in March.", "went under closure"),
        ("The mill shut its doors on Friday.", "shut its doors closure"),
        ("The hotel changed hands last year.", "changed hands acquisition"),
        ("Minera Sol went public in May.", "went public acquisition"),
        ("The museum opened its doors on Sunday.", "opened its doors launch"),
        ("President Keita ran for re-election.", "re-election election"),
        ("The general took over the presidency.", "took over the presidency appointment"),
        ("The soldiers came under fire on Monday.", "came under fire clash"),
        ("Police opened an inquiry into the fire.", "inquiry into investigation"),
        ("The nurse tested positive on Monday.", "tested positive outbreak"),
        ("The striker netted twice and the team crashed out.", "crashed out contest"),
        ("The poet received an award ceremony of her own.", "award ceremony award"),
        ("Parliament rammed through the bill.", "rammed through legislation"),
        ("Miners set up roadblocks on Tuesday.", "roadblocks blockade"),
        ("Villagers ran for their lives.", "ran for their lives displacement"),
        ("The minister paid a visit to Lima.", "paid a visit visit"),
        ("The ministers held consultations in Oslo.", "held consultations meeting"),
        ("The officers staged a coup in 1999.", "coup coup"),
        ("The mayor was relieved of his duties.", "relieved of his duties dismissal"),
        ("A car bomb killed two guards.", "car bomb attack"),
        ("Gunmen went on the rampage in Ituri.", "went on the rampage attack"),
        ("The rebels agreed to stop fighting.", "agreed to stop fighting ceasefire"),
        ("The neighbours buried the hatchet.", "buried the hatchet ceasefire"),
        ("The leaders hammered out an agreement.", "hammered out agreement"),
        ("Both sides returned to the negotiating table.", "returned to the negotiating table negotiation"),
        ("Malta tore up the contract.", "tore up termination"),
        ("The peacekeepers handed over the base.", "handed over withdrawal"),
        ("The troops fell back to the river.", "fell back withdrawal"),
        ("Police fanned out across the city.", "fanned out deployment"),
        ("The president fled into exile.", "fled into exile expulsion"),
        ("Chad broke off diplomatic relations with Libya.", "broke off diplomatic relations recall"),
        ("Brussels slapped tariffs on steel.", "tariffs sanctions"),
        ("Thousands took to the streets of Lagos.", "took to the streets protest"),
        ("The dockers walked off the job.", "walked off the job strike"),
        ("The governor handed in his notice.", "handed in his notice resignation"),
        ("The singer was taken into police custody.", "taken into police custody arrest"),
        ("The reporter walked out of prison on Monday.", "walked out of prison release"),
        ("The banker faces criminal charges.", "criminal charges charge"),
        ("The colonel was put on trial.", "put on trial trial"),
        ("The driver was found liable.", "found liable verdict"),
        ("The pilot was held for ransom.", "held for ransom kidnapping"),
        ("Two men were put to death in June.", "put to death killing"),
        ("The sailor lost his life at sea.", "lost his life death"),
        ("The guard suffered burns.", "burns injury"),
        ("The hurricane came ashore in Louisiana.", "came ashore disaster"),
        ("The freighter ran aground off Kerch.", "ran aground accident"),
        ("The bus plunged into a river.", "plunged accident"),
    ],
)  # fmt: skip
def test_phrases_of_all_types(text: str, expected: str) -> None:
    assert expected in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "She returned home after work.",
        "He took charge of the kitchen.",
        "The bus started going faster.",
        "A number of disputes emerged in the coalition.",
        "The team held a series of concerts.",
        "The rainforests are being eliminated.",
        "They drew the water from the well.",
        "Travellers registered in the system pay less.",
    ],
)
def test_ambiguous_words_alone_are_none(text: str) -> None:
    assert told(text) == []
