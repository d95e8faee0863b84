import pytest

from extraction.roles import Role, beside

TABLE = [
    # before the name, with what it is of
    ("President Emmanuel Macron said", "Emmanuel Macron", [Role("president")]),
    ("Former president Mohamed Bazum is", "Mohamed Bazum", [Role("former president")]),
    (
        "Niger's ousted president Mohamed Bazoum was",
        "Mohamed Bazoum",
        [Role("president", "Niger's ousted president")],
    ),
    (
        "the French armed forces minister Sébastien Leroy",
        "Sébastien Leroy",
        [Role("armed forces minister", "French armed forces minister")],
    ),
    (
        "said South Korea’s Finance Minister Kim Dae-sung",
        "Kim Dae-sung",
        [Role("finance minister", "South Korea’s Finance Minister")],
    ),
    ("to Israel. Gen. Abdourahamane Tiani", "Abdourahamane Tiani", [Role("gen")]),
    # with a comma, and one before the other
    (
        "that the French Ambassador, Sylvain Itte, left",
        "Sylvain Itte",
        [Role("ambassador", "French Ambassador")],
    ),
    (
        "The defence minister, Colonel Sadio Camara, told",
        "Sadio Camara",
        [Role("colonel"), Role("defence minister")],
    ),
    ("and his wife, Iryna Marchenko, were", "Iryna Marchenko", [Role("wife")]),
    ("Its governor, Rhee Soo-ah, is", "Rhee Soo-ah", [Role("governor")]),
    # after the name
    (
        "order by Emmanuel Macron, the French president.",
        "Emmanuel Macron",
        [Role("president", "French president")],
    ),
    (
        "when Claire Lefort, president of France, left",
        "Claire Lefort",
        [Role("president", "president of France")],
    ),
    (
        "Rosa Soto, a former foreign minister of Chile, said",
        "Rosa Soto",
        [Role("former foreign minister", "former foreign minister of Chile")],
    ),
    (
        "Sutarno, the governor of Central Java, won",
        "Sutarno",
        [Role("governor", "governor of Central Java")],
    ),
    ("Lakshmi Reddy, his sister, owns it", "Lakshmi Reddy", [Role("sister")]),
    # full stops that are part of a word, and one that is not
    ("the U.S. president, Ann Lee, said", "Ann Lee", [Role("president", "U.S. president")]),
    (
        "of Macron, the French president. Gen. Tiani was",
        "Macron",
        [Role("president", "French president")],
    ),
    # not theirs
    ("spoke to the president. Macron left", "Macron", []),
    ("met Macron, Bazoum and the minister, who", "Macron", []),
    ("Mahamadou Issoufou, who stepped down", "Mahamadou Issoufou", []),
    ("Bazoum, 63, served as foreign minister", "Bazoum", []),
    ("", "", []),
]


@pytest.mark.parametrize(("text", "name", "roles"), TABLE)
def test_what_stands_beside_a_name_tells_its_roles(text: str, name: str, roles: list[Role]) -> None:
    start = text.index(name)
    assert beside(text, start, start + len(name)) == roles
