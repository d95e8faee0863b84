import gc
import time

import pytest

from extraction.people import are_spellings, resolve


def same(*named: str | tuple[str, str]) -> list[int]:
    """For each name (or name with title) the number of the first that is the same person."""
    people = resolve(name if isinstance(name, tuple) else (name, "") for name in named)
    return [next(at for at, one in enumerate(people) if one is person) for person in people]


@pytest.mark.parametrize(
    ("named", "who"),
    [
        (["Emmanuel Macron", "Macron", "Macron"], [0, 0, 0]),
        # the surname may come first
        (["Macron", "Emmanuel Macron"], [0, 0]),
        # written otherwise, or spelt otherwise under the same first name
        (["Sylvain Itte", "ITTÉ", "Itté"], [0, 0, 0]),
        (["Mohamed Bazoum", "Mohamed Bazum", "Bazum", "Bazoum"], [0, 0, 0, 0]),
        (["Abdourahamane Tiani", "Abdurahamane Tiani"], [0, 0]),
        # not every likeness is a spelling
        (["Hassan Rouhani", "Hussein Rouhani"], [0, 1]),
        (["Mario Silva", "Maria Silva"], [0, 1]),
        # two Smiths: the bare surname is neither
        (["John Smith", "Mary Smith", "Smith"], [0, 1, 2]),
        # man and wife, where titles tell
        (
            [
                "Bill Clinton",
                ("Hillary Clinton", "wife"),
                ("Clinton", "Mr"),
                ("Clinton", "Mrs"),
                "Clinton",
            ],
            [0, 1, 0, 1, 4],
        ),
        # an office tells too
        (
            [
                ("Ahmad Khan", "General"),
                ("Imran Khan", "Prime Minister"),
                ("Khan", "Prime Minister"),
            ],
            [0, 1, 1],
        ),
        # Mr Smith and Mrs Smith are two, whoever they are
        ([("Smith", "Mr"), ("Smith", "Mrs"), ("Smith", "Mr")], [0, 1, 0]),
        # father and son
        (["John Smith", "John Smith Jr.", "Smith"], [0, 1, 2]),
        (["George W. Bush", "George H. W. Bush", "George Bush"], [0, 1, 2]),
        # a middle name more or less
        (["George W. Bush", "George Bush"], [0, 0]),
        (["Emmanuel Jean-Michel Macron", "Emmanuel Macron"], [0, 0]),
        # the end or the beginning of a longer name
        (["Luiz Inácio Lula da Silva", "Lula da Silva", "Lula", "Silva"], [0, 0, 0, 0]),
        (["Mohammed bin Salman", "bin Salman", "Mohammed bin Salman Al Saud"], [0, 0, 0]),
        (["Aung San Suu Kyi", "Suu Kyi"], [0, 0]),
        (["Abdel Fattah al-Burhan", "Al-Burhan", "Burhan", "el-Burhan"], [0, 0, 0, 0]),
        # the middle of a long name
        (["María Consuelo Porras Argueta", "Consuelo Porras"], [0, 0]),
        # transliterations of one sound
        (["Abdourahamane Tchiani", "Tiani"], [0, 0]),
        # the family name first
        (["Kim Jong Un", "Kim"], [0, 0]),
        (["Kim Jong Un", "Kim Yo Jong", "Kim"], [0, 1, 2]),
        # an initial for a first name
        (["Joanne Rowling", "J. Rowling"], [0, 0]),
        # the son by what he adds, the father by what he adds, and a third
        (
            ["Ramon Villareal Sr.", "Ramon Villareal Jr.", "Villareal Jr.", "Villareal Sr."],
            [0, 1, 1, 0],
        ),
        (["João Moura", "João Moura Filho", "Moura Filho"], [0, 1, 1]),
        # a given name tells too, where titles tell nothing
        (
            ["Oleh Marchenko", "Iryna Marchenko", ("Marchenko", "Mrs"), ("Marchenko", "Mr")],
            [0, 1, 1, 0],
        ),
        (["Hillary Clinton", ("Clinton", "Mr")], [0, 1]),
        # two given names of one surname, and no title: neither
        (["Jan Zaremba", "Ewa Zaremba", "Zaremba"], [0, 1, 2]),
        ([], []),
    ],
)
def test_names_that_are_one_person(named: list[str | tuple[str, str]], who: list[int]) -> None:
    assert same(*named) == who


def test_spellings_are_alike_but_for_vowels_that_tell_women_from_men() -> None:
    assert are_spellings("bazoum", "bazum")
    assert are_spellings("gaddafi", "qaddafi")
    assert not are_spellings("mario", "maria")
    assert not are_spellings("hassan", "hussein")


@pytest.mark.parametrize("surname", ["Smith", "{}"])
def test_ten_thousand_people_take_no_longer_than_ten_times_a_thousand(surname: str) -> None:
    def cost(number: int) -> float:
        names = [(f"Ali{at} {surname.format(f'Ba{at}')}", "") for at in range(number)]
        # The collector looks at all that other tests left behind, and does so more often for more names.
        gc.disable()
        try:
            start = time.process_time()
            resolve([*names, *(("Smith", "Mr"),) * number])
            return time.process_time() - start
        finally:
            gc.enable()

    cost(100)
    few = min(cost(300) for _ in range(3))
    many = min(cost(3_000) for _ in range(3))
    # Linear would be 10; quadratic 100.
    assert many < 40 * max(few, 0.005)
