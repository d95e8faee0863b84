import pytest

from extraction import lexicon
from extraction.inflections import plural, verb_forms


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("withdraw", "withdraw withdraws withdrew withdrawn withdrawing"),
        ("expel", "expel expels expelled expelling"),
        ("stop", "stop stops stopped stopping"),
        ("visit", "visit visits visited visiting"),
        ("die", "die dies died dying"),
        ("flee", "flee flees fled fleeing"),
        ("carry", "carry carries carried carrying"),
        ("acquit", "acquit acquits acquitted acquitting"),
        ("oust", "oust ousts ousted ousting"),
    ],
)
def test_forms_of_verbs(base: str, forms: str) -> None:
    assert set(forms.split()) <= {form for form, _ in verb_forms(base)}


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("coup", "coups"),
        ("coup d'état", "coups d'état"),
        ("crash", "crashes"),
        ("inquiry", "inquiries"),
        ("ceasefire agreement", "ceasefire agreements"),
        ("crisis", "crises"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


def test_every_trigger_has_a_type_of_the_inventory_and_every_type_has_triggers() -> None:
    inventory = {row[0] for row in lexicon.rows("eventtypes.tsv")}
    assert {row[0] for row in lexicon.rows("triggers.tsv")} == inventory
    assert {row[0] for row in lexicon.rows("eventnames.tsv")} <= inventory
    assert {row[0] for row in lexicon.rows("eventframes.tsv")} - {"*"} <= inventory
