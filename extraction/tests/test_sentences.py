"""Sentences as dispatches have them, and all that they name. A name that was read wrongly starts here."""

import pytest

from extraction.tests.reading import found_in

PERSON, PLACE, BODY, EVENT = "person", "place", "organisation", "event"

PLACES = [
    # a capital that stands for its government is a place
    ("Niamey announced the end of the mission.", [("Niamey", PLACE, "Niamey")]),
    ("Washington said it would wait.", [("Washington", PLACE, "Washington")]),
    # a possessive is no part of the name
    ("Niger's junta stripped him of his visa.", [("Niger", PLACE, "Niger")]),
    (
        "It reached Niger’s capital, Niamey.",
        [("Niger", PLACE, "Niger"), ("Niamey", PLACE, "Niamey")],
    ),
    # two words, which small models take for an organisation
    (
        "Burkina Faso and Mali agreed.",
        [("Burkina Faso", PLACE, "Burkina Faso"), ("Mali", PLACE, "Mali")],
    ),
    # a lower-case word after the name is not in it
    ("They landed at Niamey airport.", [("Niamey", PLACE, "Niamey")]),
    # a name with its kind in it is whole
    (
        "They landed at Kenyatta International Airport.",
        [("Kenyatta International Airport", PLACE, "Kenyatta International Airport")],
    ),
    # abbreviations with their full stops, and one thing under several names
    (
        "The U.S. and the United States are one; so is America.",
        [
            ("U.S.", PLACE, "United States"),
            ("United States", PLACE, "United States"),
            ("America", PLACE, "United States"),
        ],
    ),
    # an older spelling
    ("He left Kiev, now Kyiv.", [("Kiev", PLACE, "Kyiv"), ("Kyiv", PLACE, "Kyiv")]),
    # apostrophes in a name
    (
        "Rain fell on N’Djamena and Côte d'Ivoire.",
        [("N’Djamena", PLACE, "N'Djamena"), ("Côte d'Ivoire", PLACE, "Ivory Coast")],
    ),
    # a list of towns no word list knows, after "near"
    (
        "Fighting was reported near Tyre and Nabatieh.",
        [("Tyre", PLACE, "Tyre"), ("Nabatieh", PLACE, "Nabatieh")],
    ),
    # told by the word after it
    ("Chad kept the Adré crossing open.", [("Chad", PLACE, "Chad"), ("Adré", PLACE, "Adré")]),
    # loud datelines fold to the quiet name; the agency in the brackets is not named
    (
        "NIAMEY, Dec 12 (AFP) - Soldiers left Niamey.",
        [("NIAMEY", PLACE, "Niamey"), ("Niamey", PLACE, "Niamey")],
    ),
    (
        "BUENOS AIRES, Argentina (AP) _ It rained.",
        [("BUENOS AIRES", PLACE, "Buenos Aires"), ("Argentina", PLACE, "Argentina")],
    ),
    # a subject before a dash is no dateline
    ("SOCCER - Chile won in Lima.", [("Chile", PLACE, "Chile"), ("Lima", PLACE, "Lima")]),
    # a place where it says so, though the name is also a person's
    (
        "King Abdullah of Jordan flew to Amman.",
        [
            ("Abdullah", PERSON, "King Abdullah"),
            ("Jordan", PLACE, "Jordan"),
            ("Amman", PLACE, "Amman"),
        ],
    ),
]

NATIONALITIES = [
    # an adjective or a people belongs to its country
    (
        "French soldiers left; the Frenchmen waited.",
        [("French", PLACE, "France"), ("Frenchmen", PLACE, "France")],
    ),
    ("“1,346 Frenchmen and 80% of it were gone.”", [("Frenchmen", PLACE, "France")]),
    # shared by two countries: the one that the dispatch speaks of
    (
        "The Nigerian army holds Niamey, capital of Niger.",
        [("Nigerian", PLACE, "Niger"), ("Niamey", PLACE, "Niamey"), ("Niger", PLACE, "Niger")],
    ),
    (
        "The Nigerian army said Nigeria and Niger had talked.",
        [("Nigerian", PLACE, "Nigeria"), ("Nigeria", PLACE, "Nigeria"), ("Niger", PLACE, "Niger")],
    ),
    ("The Nigerian army left.", [("Nigerian", PLACE, "Nigeria")]),
    # a city is enough
    (
        "Congolese troops left Goma.",
        [("Congolese", PLACE, "Democratic Republic of the Congo"), ("Goma", PLACE, "Goma")],
    ),
    (
        "Congolese troops left Brazzaville.",
        [("Congolese", PLACE, "Republic of the Congo"), ("Brazzaville", PLACE, "Brazzaville")],
    ),
    # the other one has an adjective of its own here
    (
        "South Sudanese and Sudanese troops met in Juba.",
        [
            ("South Sudanese", PLACE, "South Sudan"),
            ("Sudanese", PLACE, "Sudan"),
            ("Juba", PLACE, "Juba"),
        ],
    ),
    # a region
    ("a West African nation", [("West African", PLACE, "West Africa")]),
    # inside a hyphen
    (
        "French-led troops and U.S.-backed rebels",
        [("French", PLACE, "France"), ("U.S.", PLACE, "United States")],
    ),
    # a language is no place
    ("He speaks French. She answered in Arabic, not in English.", []),
    ("the French-speaking provinces", []),
    # part of an organisation's name
    (
        "the French Armed Forces Ministry confirmed it",
        [("French Armed Forces Ministry", BODY, "French Armed Forces Ministry")],
    ),
    (
        "The French army left; the French Army chief stayed.",
        [("French", PLACE, "France"), ("French Army", BODY, "French Army")],
    ),
    ("British Airways flies there.", [("British Airways", BODY, "British Airways")]),
    ("the Spanish Red Cross sent help", [("Spanish Red Cross", BODY, "Spanish Red Cross")]),
    # an adjective before an office and its holder
    (
        "The French Ambassador, Sylvain Itte, left.",
        [("French", PLACE, "France"), ("Sylvain Itte", PERSON, "Sylvain Itte")],
    ),
]

PEOPLE = [
    # titles and roles are no part of a name
    ("President Emmanuel Macron spoke.", [("Emmanuel Macron", PERSON, "Emmanuel Macron")]),
    (
        "Gen. Abdourahamane Tiani spoke to Gen Tiani's men.",
        [
            ("Abdourahamane Tiani", PERSON, "Abdourahamane Tiani"),
            ("Tiani", PERSON, "Abdourahamane Tiani"),
        ],
    ),
    ("President-elect Mohamed Bazum was ousted.", [("Mohamed Bazum", PERSON, "Mohamed Bazum")]),
    ("Deputy President William Ruto spoke.", [("William Ruto", PERSON, "William Ruto")]),
    (
        "Niger’s ousted president Mohamed Bazoum is held.",
        [("Niger", PLACE, "Niger"), ("Mohamed Bazoum", PERSON, "Mohamed Bazoum")],
    ),
    # a title that is the name's first part
    ("Prime Minister Sheikh Hasina fled.", [("Sheikh Hasina", PERSON, "Sheikh Hasina")]),
    # nobody calls him by the name alone
    (
        "Pope Francis prayed; Francis is ill.",
        [("Francis", PERSON, "Pope Francis"), ("Francis", PERSON, "Pope Francis")],
    ),
    # particles
    (
        "Ursula von der Leyen spoke. Von der Leyen left, and von der Leyen's staff with her.",
        [
            ("Ursula von der Leyen", PERSON, "Ursula von der Leyen"),
            ("Von der Leyen", PERSON, "Ursula von der Leyen"),
            ("von der Leyen", PERSON, "Ursula von der Leyen"),
        ],
    ),
    (
        "Crown Prince Mohammed bin Salman met bin Salman's aide.",
        [
            ("Mohammed bin Salman", PERSON, "Mohammed bin Salman"),
            ("bin Salman", PERSON, "Mohammed bin Salman"),
        ],
    ),
    (
        "Bashar al-Assad fled. Assad's rule is over; al-Assad is gone.",
        [
            ("Bashar al-Assad", PERSON, "Bashar al-Assad"),
            ("Assad", PERSON, "Bashar al-Assad"),
            ("al-Assad", PERSON, "Bashar al-Assad"),
        ],
    ),
    ("General Waker-uz-Zaman leads the army.", [("Waker-uz-Zaman", PERSON, "Waker-uz-Zaman")]),
    # initials
    ("George W. Bush spoke.", [("George W. Bush", PERSON, "George W. Bush")]),
    # a family name first
    (
        "Xi Jinping arrived. Xi told reporters.",
        [("Xi Jinping", PERSON, "Xi Jinping"), ("Xi", PERSON, "Xi Jinping")],
    ),
    # a month and a surname
    ("Theresa May resigned in May.", [("Theresa May", PERSON, "Theresa May")]),
    # a country and a surname
    (
        "Michael Jordan scored. Jordan was happy.",
        [("Michael Jordan", PERSON, "Michael Jordan"), ("Jordan", PERSON, "Michael Jordan")],
    ),
    # age and apposition
    ("Javier Milei, 53, takes office.", [("Javier Milei", PERSON, "Javier Milei")]),
]

BODIES = [
    (
        "AFP reported it, quoted by Agerpres.",
        [("AFP", BODY, "AFP"), ("Agerpres", BODY, "Agerpres")],
    ),
    # acronyms, both ways round
    (
        "The European Union (EU) agreed; the EU paid.",
        [
            ("European Union", BODY, "European Union"),
            ("EU", BODY, "European Union"),
            ("EU", BODY, "European Union"),
        ],
    ),
    (
        "The NLD (National League for Democracy) won; the NLD rules.",
        [
            ("NLD", BODY, "National League for Democracy"),
            ("National League for Democracy", BODY, "National League for Democracy"),
            ("NLD", BODY, "National League for Democracy"),
        ],
    ),
    # letters of another language
    (
        "The National Liberation Front (FLN) won. The FLN rules.",
        [
            ("National Liberation Front", BODY, "National Liberation Front"),
            ("FLN", BODY, "National Liberation Front"),
            ("FLN", BODY, "National Liberation Front"),
        ],
    ),
    # known without being explained
    (
        "The WHO, who warned of it, and ECOWAS met.",
        [
            ("WHO", BODY, "World Health Organization"),
            ("ECOWAS", BODY, "Economic Community of West African States"),
        ],
    ),
    # "of" and "and" inside
    (
        "The Ministry of Foreign Affairs and Cooperation spoke.",
        [
            (
                "Ministry of Foreign Affairs and Cooperation",
                BODY,
                "Ministry of Foreign Affairs and Cooperation",
            )
        ],
    ),
    (
        "the United Nations Interim Force in Lebanon",
        [
            (
                "United Nations Interim Force in Lebanon",
                BODY,
                "United Nations Interim Force in Lebanon",
            )
        ],
    ),
    # a full stop inside
    (
        "The U.S. Africa Command confirmed it.",
        [("U.S. Africa Command", BODY, "U.S. Africa Command")],
    ),
    # a facility in small letters is at its place
    (
        "French soldiers and European citizens at Niamey airport, in Niger.",
        [
            ("French", PLACE, "France"),
            ("European", PLACE, "Europe"),
            ("Niamey", PLACE, "Niamey"),
            ("Niger", PLACE, "Niger"),
        ],
    ),
    # armed groups
    (
        "Boko Haram and Islamic State fighters attacked.",
        [("Boko Haram", BODY, "Boko Haram"), ("Islamic State", BODY, "Islamic State")],
    ),
    # a town in a club's name
    (
        "Paris Saint-Germain beat Real Madrid in Paris.",
        [
            ("Paris Saint-Germain", BODY, "Paris Saint-Germain"),
            ("Real Madrid", BODY, "Real Madrid"),
            ("Paris", PLACE, "Paris"),
        ],
    ),
    # told by the word after it
    ("The Dawn newspaper reported it.", [("Dawn", BODY, "Dawn")]),
]

EVENTS = [
    (
        "since the July 26 coup in Niamey",
        [("July 26 coup", EVENT, "July 26 coup"), ("Niamey", PLACE, "Niamey")],
    ),
    ("after a July 26 coup. Then they left.", [("July 26 coup", EVENT, "July 26 coup")]),
    # said the other way round, it is the same event
    (
        "the coup of July 26, the 26 July coup",
        [("coup of July 26", EVENT, "July 26 coup"), ("26 July coup", EVENT, "July 26 coup")],
    ),
    (
        "Operation Barkhane ended before COP28.",
        [("Operation Barkhane", EVENT, "Operation Barkhane"), ("COP28", EVENT, "COP28")],
    ),
    # the place is in the event's name
    ("He fell in the Battle of Mosul.", [("Battle of Mosul", EVENT, "Battle of Mosul")]),
    (
        "They won the 2022 World Cup in Qatar.",
        [("2022 World Cup", EVENT, "2022 World Cup"), ("Qatar", PLACE, "Qatar")],
    ),
    (
        "the Russia-Africa Summit in Sochi",
        [("Russia-Africa Summit", EVENT, "Russia-Africa Summit"), ("Sochi", PLACE, "Sochi")],
    ),
    (
        "Hurricane Ian hit Florida.",
        [("Hurricane Ian", EVENT, "Hurricane Ian"), ("Florida", PLACE, "Florida")],
    ),
]

LATER = [
    # a storm called by its name alone
    (
        "Storm Daniel hit Libya. Daniel was over by Monday.",
        [
            ("Storm Daniel", EVENT, "Storm Daniel"),
            ("Libya", PLACE, "Libya"),
            ("Daniel", EVENT, "Storm Daniel"),
        ],
    ),
    # a share of votes after a name
    (
        "Sandra Torres had 15.8 percent and Bernardo Arevalo 11.8 percent.",
        [
            ("Sandra Torres", PERSON, "Sandra Torres"),
            ("Bernardo Arevalo", PERSON, "Bernardo Arevalo"),
        ],
    ),
    # told to be a town, before the name or after it
    (
        "in the village of Palamas and at Larissa, a city of 150,000",
        [("Palamas", PLACE, "Palamas"), ("Larissa", PLACE, "Larissa")],
    ),
    # an office, a comma, a rank and a name
    (
        "The defence minister, Colonel Sadio Camara, told reporters.",
        [("Sadio Camara", PERSON, "Sadio Camara")],
    ),
    # a surname that no list knows is the person's, whatever it looks like where it stands alone
    (
        "Abdelaziz Bouteflika died. Bouteflika had suffered a stroke.",
        [
            ("Abdelaziz Bouteflika", PERSON, "Abdelaziz Bouteflika"),
            ("Bouteflika", PERSON, "Abdelaziz Bouteflika"),
        ],
    ),
    # the stop that ends the sentence, and the one that ends the word
    ("Shares fell at Lear Corp.", [("Lear Corp", BODY, "Lear Corp")]),
    ("Lear Corp. makes seats.", [("Lear Corp.", BODY, "Lear Corp.")]),
    # one body in two languages
    (
        "Movimiento Semilla (Seed Movement) won. Semilla has 23 seats.",
        [
            ("Movimiento Semilla", BODY, "Movimiento Semilla"),
            ("Seed Movement", BODY, "Movimiento Semilla"),
            ("Semilla", BODY, "Movimiento Semilla"),
        ],
    ),
]

NAMES_IN_PRINT = [
    # a family is none of its members
    (
        "Jarosław Kaczynski left. The Kaczynskis were twins.",
        [("Jarosław Kaczynski", PERSON, "Jarosław Kaczynski")],
    ),
    # a given name that is a country's
    (
        "In a letter Georgia Carter, who led the observers from Georgia, thanked them.",
        [("Georgia Carter", PERSON, "Georgia Carter"), ("Georgia", PLACE, "Georgia")],
    ),
    # a surname that reads as a title
    (
        "Arundhati Sen Gupta edits it. Sen Gupta was arrested.",
        [
            ("Arundhati Sen Gupta", PERSON, "Arundhati Sen Gupta"),
            ("Sen Gupta", PERSON, "Arundhati Sen Gupta"),
        ],
    ),
    (
        "The writer Arundhati Sen Gupta was arrested in Kolkata. Sen Gupta denies it.",
        [
            ("Arundhati Sen Gupta", PERSON, "Arundhati Sen Gupta"),
            ("Kolkata", PLACE, "Kolkata"),
            ("Sen Gupta", PERSON, "Arundhati Sen Gupta"),
        ],
    ),
    # another spelling of a surname, which no list knows
    (
        "Abdelhakim Qaddour received him. Later Kaddour flew to Tripoli.",
        [
            ("Abdelhakim Qaddour", PERSON, "Abdelhakim Qaddour"),
            ("Kaddour", PERSON, "Abdelhakim Qaddour"),
            ("Tripoli", PLACE, "Tripoli"),
        ],
    ),
    # a storm's name, and the office that watches storms
    (
        "Officials of the National Hurricane Center in Miami warned Florida on Monday.",
        [
            ("National Hurricane Center", BODY, "National Hurricane Center"),
            ("Miami", PLACE, "Miami"),
            ("Florida", PLACE, "Florida"),
        ],
    ),
    # a body, and whose it is
    (
        "The TTP is separate from the Afghan Taliban.",
        [
            ("TTP", BODY, "Tehrik-e-Taliban Pakistan"),
            ("Afghan", PLACE, "Afghanistan"),
            ("Taliban", BODY, "Taliban"),
        ],
    ),
    # the word before a name says what it is
    (
        "The rights group Odhikar counted them in Dhaka. Odhikar said so.",
        [("Odhikar", BODY, "Odhikar"), ("Dhaka", PLACE, "Dhaka"), ("Odhikar", BODY, "Odhikar")],
    ),
    # a state that is written like a small word
    (
        "Voters in UP, in Bihar and in Delhi chose.",
        [("UP", PLACE, "UP"), ("Bihar", PLACE, "Bihar"), ("Delhi", PLACE, "Delhi")],
    ),
    # a treaty is no city, a president no moon
    ("Niger signed the Paris Agreement in 2016.", [("Niger", PLACE, "Niger")]),
    (
        "President Moon Jae-in flew to Seoul. Moon smiled.",
        [
            ("Moon Jae-in", PERSON, "Moon Jae-in"),
            ("Seoul", PLACE, "Seoul"),
            ("Moon", PERSON, "Moon Jae-in"),
        ],
    ),
    # a handle is no name
    (
        "Emmanuel Macron (@EmmanuelMacron) wrote to @AFP and @UN.",
        [("Emmanuel Macron", PERSON, "Emmanuel Macron")],
    ),
]

NOTHING = [
    # pronouns, weekdays, months, numbers
    "On Tuesday he said that 1,500 of them, or 80%, would leave by December 22.",
    "They told us in May, I think, on a Monday.",
    # a role alone
    "The president's office said the Prime Minister would speak.",
    # neither religion nor politics is one of our kinds
    "an Islamist insurgency that Muslims and Christians fear",
    "They detained 26 suspected Moslem militants.",
    # a country in a sum of money
    "They were paid US $10 million in cash.",
    # addresses
    "@potus wrote to info@example.com and www.example.com",
    "…!?",
    "😀 😀 😀",
]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [*PLACES, *NATIONALITIES, *PEOPLE, *BODIES, *EVENTS, *LATER, *NAMES_IN_PRINT],
)
def test_a_sentence_names(sentence: str, names: list[tuple[str, str, str]]) -> None:
    assert found_in(sentence) == names


@pytest.mark.parametrize("sentence", NOTHING)
def test_a_sentence_names_nothing(sentence: str) -> None:
    assert found_in(sentence) == []
