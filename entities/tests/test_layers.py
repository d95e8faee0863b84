"""The layers of a dispatch: what is drawn of them, around and beside the names."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from articles.tests.factories import filed
from entities.layers import Spoken, initials_of
from entities.marks import DATE, FIGURE, Mark, pieces
from entities.models import Decision, Entity, Figure, Occurrence, Quote
from entities.speech import draw_said
from entities.tests.factories import HAPPENED, Reading, recorded_as, told


def spoken(number: int, start: int, end: int, *, opens: bool = True, closes: bool = True) -> Spoken:
    return Spoken(
        number, start, end, "direct", "Macron, in their words", "M", 1, opens, closes, None
    )


class _Nesting(HTMLParser):
    """Fails where tags do not nest, or a link stands in a link."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "a" or "a" not in self.open
        self.open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def nested(html: str) -> _Nesting:
    parser = _Nesting()
    parser.feed(html)
    parser.close()
    assert not parser.open
    return parser


def test_a_name_in_a_quote_stands_in_it() -> None:
    text = "“Niger is free,” he said."
    html = draw_said(pieces(text, [Mark(1, 1, 6, 9, "place", "Niger")]), [spoken(5, 0, 16)])
    assert html.startswith('<span class="speech direct" title="Macron, in their words" id="s5">“<a')
    assert ' free,”</span><a class="says" id="q5"' in html
    assert html.endswith("</a> he said.")
    assert nested(html).text == text


def test_a_quote_in_two_pieces_is_jumped_to_once_and_signed_once() -> None:
    text = "“We leave,” he said, “now.”"
    parts = [spoken(5, 0, 11, closes=False), spoken(5, 21, 27, opens=False)]
    html = draw_said(pieces(text, []), parts)
    assert html.count("<span") == 2
    assert nested(html).ids == ["s5", "q5"]


def test_quotes_that_cross_are_cut_and_whole() -> None:
    html = draw_said(pieces("abcdef", []), [spoken(1, 0, 4), spoken(2, 2, 6)])
    found = nested(html)
    assert found.text == "abcdef"
    assert sorted(found.ids) == ["q1", "q2", "s1", "s2"]


def test_a_mark_that_sticks_out_of_a_quote_is_cut_there() -> None:
    html = draw_said(pieces("abcdef", [Mark(3, 1, 5, 9, "place", "B")]), [spoken(1, 0, 3)])
    found = nested(html)
    assert found.text == "abcdef"
    assert found.ids.count("m3") == 1


def test_dates_and_figures_are_told_and_no_links() -> None:
    marks = [
        Mark(1, 0, 7, 0, DATE, "26 July 2023", note="2023-07-26"),
        Mark(1, 8, 22, 0, FIGURE, "Figure: 1,500 soldiers"),
        Mark(2, 23, 32, 0, DATE, "P3D", note="P3D"),
    ]
    html = draw_said(pieces("July 26 1,500 soldiers three days", marks), [])
    assert '<time class="told date" title="26 July 2023" datetime="2023-07-26" id="t1">' in html
    assert '<span class="told figure" title="Figure: 1,500 soldiers" id="f1">' in html
    assert '<span class="told date" title="P3D" id="t2">' in html
    assert "<a" not in html


def test_who_corrects_is_led_from_a_figure_to_its_page() -> None:
    marks = [Mark(4, 0, 5, 0, FIGURE, "Figure: 1,500", 8)]
    html = draw_said(pieces("1,500", marks), [], correcting=True)
    assert 'class="mark told figure decided" href="/entities/figures/4/"' in html
    assert 'data-seen="8"' in html


@given(
    st.text(alphabet="ab🇳é<&", max_size=30),
    st.lists(
        st.tuples(st.integers(0, 32), st.integers(1, 12), st.sampled_from(["place", DATE, FIGURE])),
        max_size=5,
    ),
    st.lists(st.tuples(st.integers(0, 32), st.integers(1, 20)), max_size=7),
    st.booleans(),
)
def test_whatever_crosses_whatever_the_text_is_whole_and_tags_nest(
    text: str,
    spans: list[tuple[int, int, str]],
    quotes: list[tuple[int, int]],
    correcting: bool,
) -> None:
    marks = [Mark(n, at, at + size, n, kind, "<b>") for n, (at, size, kind) in enumerate(spans)]
    said = [spoken(n, at, at + size) for n, (at, size) in enumerate(quotes)]
    found = nested(draw_said(pieces(text, marks), said, correcting=correcting))
    assert found.text == text
    assert len(found.ids) == len(set(found.ids))


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Emmanuel Macron", "EM"),
        ("World Health Organization", "WHO"),
        ("Quai d'Orsay", "Q"),
        ("Taqwa Ben-Omran", "TBO"),
        ("the army", "A"),
        ("A clerk of the ministry", "CM"),
        ("Economic Community of West African States", "ECWAS"),
        ("", "?"),
        ("  ", "?"),
    ],
)
def test_who_said_it_is_told_by_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


# The page


@pytest.fixture
def article(db: None) -> Article:
    return told()


@pytest.fixture
def reader(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_user("reader"))
    return client


@pytest.fixture
def admin(db: None) -> Client:
    user = User.objects.create_user("admin")
    user.user_permissions.add(Permission.objects.get(codename="correct"))
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def marked(page: str) -> str:
    """The text of the dispatch alone."""
    return page.split('<div class="text">')[1].split("<aside", maxsplit=1)[0]


def test_the_page_of_a_dispatch_shows_every_layer(reader: Client, article: Article) -> None:
    page = shown(reader, article.get_absolute_url())
    text = marked(page)
    assert re.search(
        r'<a class="mark event trigger"[^>]* title="[^"]+, withdrawal, planned"[^>]*>withdraw</a>',
        text,
    )
    assert 'datetime="2023-07-26"' in text
    assert re.search(
        r'class="told figure" title="Figure: 1,500 soldiers"[^>]*>1,500 soldiers<', text
    )
    assert 'title="Emmanuel Macron, in their words"' in text
    assert 'title="Emmanuel Macron, in other words"' in text
    for number, words in enumerate(HAPPENED, start=1):
        paragraph = text.split(f'id="p{number}"')[1].split("</div>")[0]
        inner = paragraph.split("<p>")[1].split("</p>")[0]
        assert re.sub(r"<[^>]+>", "", inner) == escape(words)


def test_beside_the_text_stand_events_quotes_by_speaker_and_figures(
    reader: Client, article: Article
) -> None:
    aside = shown(reader, article.get_absolute_url()).split("<aside")[1]
    assert "by the account of" in aside
    assert aside.count("We will not be held hostage") == 1
    macron = Entity.objects.get(name="Emmanuel Macron")
    assert reverse("entities:quotes", args=[macron.pk]) in aside
    figure = Figure.objects.get()
    assert f'href="#f{figure.pk}">1,500 soldiers</a>' in aside


@pytest.mark.parametrize(
    ("layer", "gone", "stays"),
    [
        ("names", 'class="mark person"', 'class="mark event trigger"'),
        ("events", 'class="mark event trigger"', 'class="mark person"'),
        ("dates", 'class="told date"', 'class="told figure"'),
        ("quotes", 'class="speech', 'class="told date"'),
        ("figures", 'class="told figure"', 'class="speech'),
    ],
)
def test_a_layer_is_put_away_for_every_dispatch_and_shown_again(
    reader: Client, article: Article, layer: str, gone: str, stays: str
) -> None:
    address = article.get_absolute_url()
    switch = reverse("articles:layers")
    response = reader.post(switch, {"switch": layer, "next": address})
    assert response["Location"] == address
    page = shown(reader, address)
    assert gone not in marked(page) and stays in marked(page)
    assert f'value="{layer}" aria-pressed="false"' in page
    found = set(re.findall(r'href="#(\w+)"', page))
    there = set(re.findall(r' id="(\w+)"', page))
    assert found <= there, "what is listed beside leads somewhere"
    reader.post(switch, {"switch": layer, "next": address})
    assert gone in marked(shown(reader, address))


def test_switches_take_no_nonsense(reader: Client, article: Article) -> None:
    response = reader.post(
        reverse("articles:layers"), {"switch": "<b>", "next": "https://evil.example/"}
    )
    assert response["Location"] == reverse("articles:list")
    reader.cookies["layers"] = "names.<script>..dates"
    page = shown(reader, article.get_absolute_url())
    assert 'class="mark person"' not in marked(page) and "told date" not in marked(page)


def test_a_dispatch_costs_the_same_queries_however_much_is_told(reader: Client) -> None:
    few, many = told(), filed(*HAPPENED * 6)
    reading = Reading(many, {"Niger": ("place", "Niger"), "Paris": ("place", "Paris")})
    for number in range(1, 6):
        reading.happened(
            f"e{number}", "coup", "coup", place="Niger", time=("July 26", "2023-07-26")
        )
    reading.said("France would withdraw", form="indirect", speaker="Niger", cue="said")
    reading.said("“We will not be held hostage by the junta,”", speaker="Paris", cue="told")
    reading.counted("1,500 soldiers", 1500)
    recorded_as(many, reading.annotations())
    counts = []
    for article in (few, few, many):
        with CaptureQueriesContext(connection) as queries:
            reader.get(article.get_absolute_url())
        counts.append(len(queries))
    assert counts[1] == counts[2]


# Saying otherwise


def test_a_figure_is_corrected_and_the_correction_undone(admin: Client, article: Article) -> None:
    figure = Figure.objects.get()
    address = reverse("entities:figure", args=[figure.pk])
    page = shown(admin, address)
    assert "What does “1,500 soldiers” say?" in page and 'value="1500"' in page
    response = admin.post(
        address,
        {"act": "value", "low": "1400", "high": "1500", "of": "soldier", "seen": "0"},
    )
    assert response["Location"] == f"{article.get_absolute_url()}#p1"
    figure = Figure.objects.get()
    assert figure.low == 1400
    assert figure.high == 1500
    page = shown(admin, article.get_absolute_url())
    assert "Read the figure" in page and "told figure decided" in page
    admin.post(reverse("entities:undo", args=[Decision.objects.latest("pk").pk]))
    assert Figure.objects.get().low == 1500


def test_a_figure_that_is_none_is_marked_no_more(admin: Client, article: Article) -> None:
    address = reverse("entities:figure", args=[Figure.objects.get().pk])
    admin.post(address, {"act": "reject", "seen": "0"})
    assert "told figure" not in marked(shown(admin, article.get_absolute_url()))
    assert "<b>Not a figure</b>" in shown(admin, address)


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"low": "many"}, "Low: Enter a number"),
        ({"low": "9", "high": "3"}, "The lower number cannot be above the higher one."),
        ({}, "A figure needs a number."),
        ({"low": "1500", "high": "1500", "of": "soldier"}, "It says that already."),
    ],
)
def test_a_figure_says_why_it_does_not_take_a_value(
    admin: Client, article: Article, sent: dict[str, str], problem: str
) -> None:
    address = reverse("entities:figure", args=[Figure.objects.get().pk])
    response = admin.post(address, {"act": "value", "seen": "0", **sent})
    assert response.status_code == 422
    assert problem in response.content.decode()
    assert Figure.objects.get().low == 1500


@pytest.mark.parametrize(
    ("sent", "field", "value"),
    [
        ({"act": "type", "type": "protest"}, "type", "protest"),
        ({"act": "modality", "modality": "denied"}, "modality", "denied"),
        ({"act": "time", "earliest": "2023-07-27", "latest": "2023-07-27"}, "edtf", "2023-07-27"),
        ({"act": "place", "to": "Paris"}, "place_set__name", "Paris"),
    ],
)
def test_what_a_dispatch_says_of_an_event_is_corrected_aspect_by_aspect(
    admin: Client, article: Article, sent: dict[str, str], field: str, value: str
) -> None:
    pk = Occurrence.objects.get(mention__surface="ousted").pk
    address = reverse("entities:occurrence", args=[pk])
    assert "What is “ousted”?" in shown(admin, address)
    response = admin.post(address, {"seen": "0", **sent})
    assert response.status_code == 302, response.content.decode()
    assert Occurrence.objects.filter(pk=pk, **{field: value}).exists()
    admin.post(reverse("entities:undo", args=[Decision.objects.latest("pk").pk]))
    assert not Occurrence.objects.filter(pk=pk, **{field: value}).exists()


def test_who_takes_no_part_is_taken_out(admin: Client, article: Article) -> None:
    row = Occurrence.objects.get(mention__surface="ousted")
    part = row.participations.get(role="patient")
    address = reverse("entities:occurrence", args=[row.pk])
    assert "Mohamed Bazoum" in shown(admin, address)
    admin.post(address, {"act": "no_part", "part": part.pk, "seen": "0"})
    taking_part = shown(admin, address).split('class="aspects"')[1].split("</dl>")[0]
    assert "Mohamed Bazoum" not in taking_part
    assert "The generals" in taking_part


def test_a_date_that_is_none_and_a_place_of_no_name_are_told(
    admin: Client, article: Article
) -> None:
    row = Occurrence.objects.get(mention__surface="ousted")
    address = reverse("entities:occurrence", args=[row.pk])
    response = admin.post(address, {"act": "time", "earliest": "soon", "seen": "0"})
    assert response.status_code == 422 and "Enter a valid date" in response.content.decode()
    response = admin.post(address, {"act": "place", "to": "Nowhereland", "seen": "0"})
    assert "No place goes by that name." in response.content.decode()
    response = admin.post(address, {"act": "type", "type": "party", "seen": "0"})
    assert response.status_code == 422


def test_the_panel_at_a_trigger_leads_to_what_is_said_of_the_event(
    admin: Client, article: Article
) -> None:
    row = Occurrence.objects.get(mention__surface="ousted")
    panel = admin.get(
        reverse("entities:mention", args=[row.mention_id]), headers={"HX-Request": "true"}
    ).content.decode()
    assert "Not an event" in panel
    assert reverse("entities:occurrence", args=[row.pk]) in panel


def test_what_was_read_anew_is_told_to_be_gone(admin: Client, article: Article) -> None:
    for name in ("figure", "occurrence"):
        address = reverse(f"entities:{name}", args=[999_999])
        assert admin.get(address).status_code == 404
        part = admin.get(address, headers={"HX-Request": "true"}).content.decode()
        assert "read again in the meantime" in part
    assert Quote.objects.exists()
