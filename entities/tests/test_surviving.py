"""Every correction is in force after other readings and in corrected versions, or is listed."""

import pytest
from django.contrib.auth.models import User

from articles.intake import file_correction
from articles.models import Article, Paragraph
from articles.readers import ReadDispatch
from articles.tests.factories import dispatch, filed
from entities import corrections
from entities.carrying import carry
from entities.models import Alias, Decision, Entity, ExtractionRun, Mention
from entities.reading import stored_dispatch
from entities.reapplying import unplaced
from entities.recording import record
from entities.tests.factories import NAMES, recorded
from entities.tests.test_recording import check
from extraction import pipeline
from extraction.types import Annotations, Chain
from extraction.types import Mention as Found

pytestmark = pytest.mark.django_db

STORY = (
    "NIAMEY, Niger - President Emmanuel Macron said on Sunday that France would withdraw its "
    "ambassador from Niger.",
    "Macron spoke after weeks of pressure from the junta that took power in Niamey in July.",
    "General Abdourahamane Tiani, who leads the junta, has accused Paris of interference. Tiani "
    "welcomed the announcement.",
    "In Ouagadougou, Captain Ibrahim Traore received a delegation led by Salou Djibo.",
    "The Economic Community of West African States said it had taken note. Seed prices rose.",
    "Abdou Sidikou Issa of the Movement for Justice called it a victory.",
)


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada")


def of(name: str, **more: object) -> Entity:
    return Entity.objects.get(name=name, merged_into__isnull=True, **more)


def words(article: Article, surface: str, number: int = 0) -> Mention:
    return Mention.objects.filter(paragraph__version__current_of=article, surface=surface).order_by(
        "paragraph__position", "start"
    )[number]


def run_of(article: Article) -> ExtractionRun:
    article.refresh_from_db()
    assert article.current_version_id is not None
    run, _ = ExtractionRun.objects.get_or_create(
        version_id=article.current_version_id, state__in=ExtractionRun.OPEN
    )
    run.state = ExtractionRun.State.RUNNING
    run.attempts += 1
    run.save()
    return run


def read(article: Article) -> Annotations:
    """What the recogniser itself reads in the current version."""
    return pipeline.annotate(stored_dispatch(run_of(article)))


def put(article: Article, annotations: Annotations) -> None:
    assert record(run_of(article), annotations, pipeline_version="test", reading_ms=1)


def changed(annotations: Annotations) -> Annotations:
    """As another recogniser might read the same text: other chains, some other kinds, a name in
    four not seen, and one that holds a rejected one in a longer stretch."""
    kinds = {"Paris": "organisation", "Ouagadougou": "person", "Movement for Justice": "event"}
    chains = [
        Chain(f"x{c.id}", kinds.get(c.head, c.kind), c.head, c.names) for c in annotations.chains
    ]
    mentions = [
        Found(
            m.paragraph,
            m.start,
            m.end,
            m.text,
            next(c.kind for c in chains if c.id == f"x{m.chain}"),
            f"x{m.chain}",
            m.score * 0.9,
        )
        for number, m in enumerate(annotations.mentions)
        if number % 4 or m.text == "Paris"
    ]
    longer = next(
        Found(m.paragraph, m.start, m.end + 3, m.text + " of", "event", "long", 0.5)
        for m in mentions
        if m.text == "Paris"
    )
    mentions = [longer if m.text == "Paris" else m for m in mentions]
    kept = {mention.chain for mention in mentions}
    chains.append(Chain("long", "event", "Paris of", ("Paris of",)))
    return Annotations(tuple(c for c in chains if c.id in kept), tuple(mentions))


def correct(article: Article, *paragraphs: str) -> None:
    file_correction(article, ReadDispatch(dispatch(*paragraphs), "plain", "1"))
    carry(article.pk)
    article.refresh_from_db()


def corrected_in_every_way(article: Article, ada: User) -> None:
    corrections.reject([words(article, "Paris")], by=ada)
    corrections.confirm([words(article, "Ibrahim Traore")], by=ada)
    corrections.point([words(article, "Niger")], of("Niamey"), by=ada)
    corrections.point_to_new([words(article, "Tiani")], "Omar Tchiani", "person", by=ada)
    corrections.mark_as([words(article, "Ouagadougou")], "organisation", by=ada)
    paragraph = words(article, "Niamey").paragraph
    at = paragraph.text.index("the junta")
    corrections.add_mention(paragraph, at, at + 9, by=ada, kind="organisation", name="CNSP")
    corrections.rename(of("Emmanuel Macron"), "Emmanuel Jean-Michel Macron", by=ada)
    corrections.describe(of("France"), "the former colonial power", by=ada)
    corrections.add_alias(of("France"), "Hexagon", by=ada)
    corrections.change_kind(of("Salou Djibo"), "organisation", by=ada)
    corrections.make_rule("hide", "Movement for Justice", by=ada)
    corrections.make_rule(
        "means", "Abdou Sidikou Issa", entity=of("Salou Djibo"), source=article.source, by=ada
    )


def in_force(article: Article) -> None:
    """Looks at what readers see of each of those corrections."""
    check()
    assert words(article, "Paris").status == "rejected"
    traore = words(article, "Ibrahim Traore")
    assert (traore.origin, traore.status, traore.entity.kind) == ("editor", "standing", "person")
    assert words(article, "Niger").entity == of("Niamey")
    assert words(article, "Tiani").entity.name == "Omar Tchiani"
    assert words(article, "Ouagadougou").entity.kind == "organisation"
    junta = words(article, "the junta")
    assert (junta.entity.name, junta.origin) == ("CNSP", "editor")
    assert not Entity.objects.standing().filter(name="Emmanuel Macron").exists()
    assert of("France").description == "the former colonial power"
    assert of("France").aliases.filter(name="Hexagon").exists()
    assert of("Salou Djibo").kind == "organisation"
    assert not Mention.objects.standing().filter(surface="Movement for Justice").exists()
    for issa in Mention.objects.standing().filter(surface="Abdou Sidikou Issa"):
        assert issa.entity == of("Salou Djibo")
    assert not unplaced()


def test_every_correction_outlives_readings_and_corrected_versions(ada: User) -> None:
    article = filed(*STORY)
    put(article, read(article))
    corrected_in_every_way(article, ada)
    in_force(article)
    ledger = Decision.objects.count()

    put(article, read(article))
    in_force(article)
    put(article, changed(read(article)))
    in_force(article)
    put(article, Annotations())
    check()
    assert words(article, "Paris").status == "rejected"
    assert words(article, "the junta").entity.name == "CNSP"

    # Paragraphs moved, one reworded, one put before, one that nobody decided about taken out.
    a, b, c, d, _, f = STORY
    correct(
        article,
        "This dispatch was corrected to say where Captain Traore received the delegation.",
        c.replace("welcomed the announcement", "said he welcomed the announcement"),
        d,
        f,
        b.replace("weeks", "long weeks"),
        a.replace("on Sunday", "late on Sunday"),
    )
    in_force(article)
    put(article, read(article))
    in_force(article)
    put(article, changed(read(article)))
    in_force(article)
    put(article, read(article))
    in_force(article)
    assert Decision.objects.count() == ledger


@pytest.fixture
def article(db: None) -> Article:
    article = filed()
    recorded(article, NAMES)
    return article


def test_what_finds_its_words_no_longer_is_listed_and_looked_for_again(
    article: Article, ada: User
) -> None:
    decision = corrections.reject([words(article, "Niamey")], by=ada)
    corrections.point([words(article, "EU")], of("France"), by=ada)
    correct(article, "Nothing of it is left here.", "Not a word.")
    (lost, _) = unplaced()
    assert {anchor.exact for anchor in unplaced()} == {"Niamey", "EU"}
    assert (lost.article, lost.unplaced.version) == (article, article.current_version)
    assert not Mention.objects.filter(paragraph__version=article.current_version_id)
    recorded(article, NAMES)
    assert len(unplaced()) == 2
    check()
    # One that is undone is no longer looked for.
    corrections.undo(decision, by=ada)
    assert {anchor.exact for anchor in unplaced()} == {"EU"}
    correct(article, *(paragraph.text for paragraph in first_paragraphs(article)))
    assert not unplaced()
    assert words(article, "EU").entity == of("France")
    recorded(article, NAMES)
    assert words(article, "Niamey").status == "standing"
    check()


def first_paragraphs(article: Article) -> list[Paragraph]:
    return list(Paragraph.objects.filter(version__article=article, version__number=1))


def test_the_last_decision_on_the_same_words_counts_in_every_reading(
    article: Article, ada: User
) -> None:
    first = corrections.reject([words(article, "EU")], by=ada)
    second = corrections.point([words(article, "EU")], of("France"), by=ada)
    third = corrections.confirm([words(article, "EU")], by=ada)
    for undone, status, name in (
        (second, "standing", "France"),
        (third, "rejected", "European Union"),
        (first, "standing", "European Union"),
    ):
        recorded(article, NAMES)
        corrections.undo(undone, by=ada)
        mention = words(article, "EU")
        assert (mention.status, mention.entity.name) == (status, name)
        recorded(article, NAMES)
        assert words(article, "EU").status == status
        check()
    assert words(article, "EU").origin == "machine"


def test_until_a_new_version_is_read_it_shows_what_is_known(article: Article) -> None:
    before = Mention.objects.count()
    texts = [paragraph.text for paragraph in first_paragraphs(article)]
    correct(article, "A new beginning.", *texts)
    assert Mention.objects.standing().count() == before
    check()
    correct(article, texts[1])
    assert {m.surface for m in Mention.objects.standing()} == {
        "Macron",
        "Niamey",
        "European Union",
        "EU",
    }
    check()


@pytest.mark.django_db(transaction=True)
def test_a_new_version_is_carried_when_it_is_filed(ada: User) -> None:
    article = filed()
    recorded(article, NAMES)
    corrections.reject([words(article, "Niamey")], by=ada)
    texts = [paragraph.text for paragraph in first_paragraphs(article)]
    file_correction(article, ReadDispatch(dispatch(texts[1], texts[0]), "plain", "1"))
    article.refresh_from_db()
    assert words(article, "Niamey").status == "rejected"
    assert words(article, "Niamey").paragraph.position == 1
    check()


def test_words_of_a_version_that_is_gone_cannot_be_corrected(article: Article, ada: User) -> None:
    mention = words(article, "Niamey")
    paragraph = mention.paragraph
    file_correction(article, ReadDispatch(dispatch("Nothing of it."), "plain", "1"))
    with pytest.raises(corrections.Refused, match="read again in the meantime"):
        corrections.reject([mention], by=ada)
    with pytest.raises(corrections.Refused, match="newer version of this dispatch"):
        corrections.add_mention(paragraph, 0, 6, by=ada, kind="person")


def test_a_removed_name_is_not_learned_again(article: Article, ada: User) -> None:
    union = of("European Union")
    decision = corrections.remove_alias(Alias.objects.get(name="EU"), by=ada)
    recorded(article, NAMES)
    assert not union.aliases.filter(name="EU").exists()
    corrections.undo(decision, by=ada)
    recorded(article, NAMES)
    assert union.aliases.filter(name="EU").exists()
    corrections.remove_alias(Alias.objects.get(name="EU"), by=ada)
    corrections.add_alias(union, "EU", by=ada)
    recorded(article, NAMES)
    assert union.aliases.filter(name="EU").exists()


def test_splits_and_merges_outlive_readings(article: Article, ada: User) -> None:
    corrections.split(
        of("Emmanuel Macron"), [words(article, "Macron")], name="Brigitte Macron", by=ada
    )
    corrections.merge(of("Niger"), [of("Niamey")], by=ada)
    for _ in range(2):
        check()
        assert words(article, "Macron").entity.name == "Brigitte Macron"
        assert words(article, "Niamey").entity == of("Niger")
        recorded(article, NAMES)
    correct(article, *(paragraph.text for paragraph in reversed(first_paragraphs(article))))
    recorded(article, NAMES)
    assert words(article, "Macron").entity.name == "Brigitte Macron"
    assert words(article, "Niamey").entity == of("Niger")
    check()
