import pytest

from extraction.named_events import find


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("in power after a July 26 coup. Then", ["July 26 coup"]),
        (
            "The Oct. 7 attacks and the September 11 attacks",
            ["Oct. 7 attacks", "September 11 attacks"],
        ),
        ("the 2020 coup in Mali, the 1994 genocide", ["2020 coup", "1994 genocide"]),
        ("the Siege of Leningrad", ["Siege of Leningrad"]),
        ("COP28 and COP 27", ["COP28", "COP 27"]),
        ("the 2022 FIFA World Cup, World Cup 2030", ["2022 FIFA World Cup", "World Cup 2030"]),
        (
            "the Paris Olympics, the 2024 Summer Olympics",
            ["Paris Olympics", "2024 Summer Olympics"],
        ),
        (
            "Africa Cup of Nations and Copa América 2024",
            ["Africa Cup of Nations", "Copa América 2024"],
        ),
        ("Cyclone Idai and Typhoon Haiyan", ["Cyclone Idai", "Typhoon Haiyan"]),
        (
            "the Second Congo War, the Arab Spring, World War II",
            ["Second Congo War", "Arab Spring", "World War II"],
        ),
        ("since the Great Flood of 1957", ["Great Flood of 1957"]),
        ("In the Gulf War", ["Gulf War"]),
        # bodies, offices and common nouns are no events
        ("the World Economic Forum", []),
        ("the Minister of War and the Peace and Justice Party", []),
        ("the war in Ukraine, a summit, the games", []),
        ("the National Hurricane Center and a Storm Warning", []),
        ("", []),
    ],
)
def test_named_events(text: str, names: list[str]) -> None:
    assert [text[event.start : event.end] for event in find(text)] == names


@pytest.mark.parametrize(
    ("text", "head"),
    [("coup of July 26", "July 26 coup"), ("coup on 26 July", "26 July coup"), ("COP28", "COP28")],
)
def test_an_event_is_called_by_its_day_first(text: str, head: str) -> None:
    assert [event.head for event in find(text)] == [head]
