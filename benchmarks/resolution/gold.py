"""Dispatches whose names are told: our own marked-up ones, MEANTIME's and ECB+'s.

Our own stand in `gold/`: a head of "key: value" lines, then the text, in which every name is
written `[o:ecowas|ECOWAS]`: p, l or o for its kind, and who it is, the same in all files of one
folder. Dispatches are divided by a line of three hyphens. They were written for this benchmark;
people and bodies are made up, countries and cities are real.
"""

import datetime
import io
import json
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from extraction import gazetteer
from extraction.types import Annotations, Chain, Dispatch, Mention, Paragraph

OWN = Path(__file__).parent / "gold"
_KINDS = {"p": "person", "l": "place", "o": "organisation"}
_MARKED = re.compile(r"\[([plo]):(\w+)\|([^\]]+)\]")


@dataclass(slots=True)
class Told:
    """One dispatch with its names; `who` gives the thing each chain is, by the chain's id."""

    name: str
    dispatch: Dispatch
    annotations: Annotations
    who: dict[str, str]


@dataclass(slots=True)
class _Said:
    paragraph: int
    start: int
    text: str
    kind: str
    who: str


def load(path: Path) -> list[Told]:
    """All dispatches of a folder of our own, of a MEANTIME file of documents, or of ECB+'s archive."""
    if path.is_dir() and list(path.glob("meantime-docs.jsonl")):
        return list(_meantime(path))
    if path.is_dir():
        return [told for file in sorted(path.glob("*.txt")) for told in _own(file)]
    if path.name.endswith((".tar.gz", ".tgz")):
        return list(_ecb(path))
    if path.suffix == ".jsonl":
        return list(_meantime(path.parent))
    return list(_own(path))


def _own(file: Path) -> Iterator[Told]:
    for block in re.split(r"^---\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE):
        head: dict[str, str] = {}
        lines = [line for line in block.strip().split("\n") if line.strip()]
        while lines and re.match(r"[a-z]+: ", lines[0]):
            key, _, value = lines.pop(0).partition(": ")
            head[key] = value
        texts, said = [], []
        for number, line in enumerate(lines):
            text = ""
            at = 0
            for marked in _MARKED.finditer(line):
                text += line[at : marked.start()]
                said.append(_Said(number, len(text), marked[3], _KINDS[marked[1]], marked[2]))
                text += marked[3]
                at = marked.end()
            texts.append(text + line[at:])
        yield _told(
            head["id"],
            texts,
            said,
            headline=head.get("headline", ""),
            dateline=head.get("dateline", ""),
            source=head.get("source", ""),
            published=datetime.date.fromisoformat(head["date"]),
        )


def _told(name: str, texts: list[str], said: list[_Said], **parts: object) -> Told:
    """Chains and mentions as the extraction gives them."""
    published = parts.get("published")
    dispatch = Dispatch(
        **parts,  # type: ignore[arg-type]
        language="en",
        published_precision="day" if published else "",
        paragraphs=tuple(Paragraph(text) for text in texts),
    )
    by_who: dict[tuple[str, str], list[_Said]] = defaultdict(list)
    for one in said:
        by_who[one.kind, one.who].append(one)
    countries = [one.text for one in said if one.kind == "place"]
    chains, mentions, who = [], [], {}
    for number, ((kind, thing), of) in enumerate(by_who.items(), start=1):
        chain = f"c{number}"
        head, names = _names(kind, [one.text for one in of], countries)
        chains.append(Chain(chain, kind, head, names))
        who[chain] = f"{kind[0]}:{thing}"
        mentions += [
            Mention(o.paragraph, o.start, o.start + len(o.text), o.text, kind, chain, 0.9)
            for o in of
        ]
    mentions.sort(key=lambda mention: (mention.paragraph, mention.start))
    return Told(name, dispatch, Annotations(tuple(chains), tuple(mentions)), who)


def _names(kind: str, surfaces: list[str], countries: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The head and the names, as extraction.chains has them: adjectives and titles are no names."""
    forms = []
    for said in dict.fromkeys(surfaces):
        entry = gazetteer.lookup(said)
        if kind == "place" and entry is not None and entry.kind == "demonym":
            continue
        bare = _untitled(said) if kind == "person" else said
        loud = kind != "organisation" and bare.isupper() and len(bare) > 4
        forms.append(bare.title() if loud else bare)
    if not forms:
        return _by_adjective(surfaces[0], countries)
    best = max(forms, key=lambda form: (len(form.split()), not form.isupper(), len(form)))
    known = gazetteer.lookup(best)
    if kind != "person" and known is not None and known.kind == kind and best.isascii():
        best = known.name
    return best, tuple(dict.fromkeys((best, *forms)))


def _by_adjective(word: str, countries: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The country of an adjective that stands alone, as extraction.nationalities decides it."""
    entry = gazetteer.lookup(word)
    claims = entry.claims if entry else (word,)
    spoken = {
        gazetteer.country_name(known.country)
        for name in countries
        if (known := gazetteer.lookup(name)) and known.kind == "place"
    }
    head = next((claim for claim in claims if claim in spoken), claims[0])
    return head, (head,)


_TITLES = re.compile(
    r"^.*\b(?:President|General|Governor|Mayor|Senator|Commander|Minister|Mr|Mrs|Ms|Dr|Sir|Rep|Gov|Sen|"
    r"Judge|Officer|Sheriff|Captain|Chief|Detective|Sgt|Lt|CEO|Prince|Pope|Coach|Executive)\b\.?\s+(?=\S)"
)


def _untitled(name: str) -> str:
    """ "Apple CEO Steve Jobs" -> "Steve Jobs": what stands before a title is no name either."""
    return _TITLES.sub("", name)


# Other people's data: phrases, of which the name is taken.

_PRONOUNS = frozenset(
    "i we he she they it you us our his her their its this that these those the a an who which my your "
    "me him them mr mrs ms and but in on at for".split()
)
_INSIDE = frozenset("of de la and & for the von van bin al".split())


def _name_in(words: list[str], kind: str) -> tuple[int, int] | None:
    """First and last word of the last run of capitalised words in a phrase, or None."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        if words[at][:1].isupper() and words[at].lower() not in _PRONOUNS:
            end = at
            while end + 1 < len(words) and (
                words[end + 1][:1].isupper()
                or words[end + 1] in (".", "'")
                or (
                    kind != "person"
                    and words[end + 1] in _INSIDE
                    and end + 2 < len(words)
                    and words[end + 2][:1].isupper()
                )
            ):
                end += 1
            while words[end] in (".", "'") or words[end].lower() in _PRONOUNS:
                end -= 1
            runs.append((at, end))
            at = end + 1
        at += 1
    return runs[-1] if runs else None


def _spelt(words: list[str]) -> tuple[str, list[int]]:
    """A sentence with the offsets of its words."""
    text, offsets = "", []
    for word in words:
        if text and word not in (".", ",", "'s", "’s", ")", ";", ":"):
            text += " "
        offsets.append(len(text))
        text += word
    return text, offsets


def _phrase(
    words: list[str], tokens: list[int], paragraph: int, kind: str, who: str
) -> _Said | None:
    found = _name_in([words[token] for token in tokens], kind)
    if found is None:
        return None
    first, last = tokens[found[0]], tokens[found[1]]
    text, offsets = _spelt(words)
    start, end = offsets[first], offsets[last] + len(words[last])
    surface = text[start:end]
    return _Said(paragraph, start, surface, kind, who)


def _without_overlaps(said: list[_Said]) -> list[_Said]:
    kept: list[_Said] = []
    for one in sorted(said, key=lambda one: (one.paragraph, one.start, -len(one.text))):
        last = kept[-1] if kept else None
        if last and last.paragraph == one.paragraph and one.start < last.start + len(last.text):
            continue
        kept.append(one)
    return kept


def _meantime(folder: Path) -> Iterator[Told]:
    kinds = {"PERSON": "person", "LOCATION": "place", "ORGANIZATION": "organisation"}
    by_doc: dict[str, list[dict]] = defaultdict(list)
    for line in (folder / "meantime-entities.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_doc[row["doc"]].append(row)
    for line in (folder / "meantime-docs.jsonl").read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        said = []
        for row in by_doc[doc["doc"]]:
            if row["type"] not in kinds:
                continue
            # "cross_ORG371" and "cross_intra_ORG371" are one thing.
            who = row["chain"].rpartition("_")[2]
            one = _phrase(
                doc["sentences"][row["sentence"]],
                row["tokens"],
                row["sentence"],
                kinds[row["type"]],
                who,
            )
            if one:
                said.append(one)
        texts = [_spelt(words)[0] for words in doc["sentences"]]
        day = _day(" ".join(doc["sentences"][1]))
        yield _told(f"meantime-{doc['doc']}", texts, _without_overlaps(said), published=day)


def _day(words: str) -> datetime.date | None:
    match = re.match(r"(\w+) (\d+) , (\d{4})", words)
    if not match:
        return None
    text = f"{match[1]} {match[2]} {match[3]}"
    try:
        return datetime.datetime.strptime(text, "%B %d %Y").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None


def _ecb(archive: Path) -> Iterator[Told]:
    kinds = {
        "HUMAN_PART_PER": "person",
        "HUMAN_PART_ORG": "organisation",
        "LOC_GEO": "place",
        "HUMAN_PART_GPE": "place",
    }
    with tarfile.open(archive) as tar:
        members = sorted((m for m in tar if m.name.endswith(".xml")), key=lambda m: m.name)
        for member in members:
            file = tar.extractfile(member)
            assert file is not None
            tree = ElementTree.parse(io.BytesIO(file.read())).getroot()
            yield _ecb_story(member.name.rpartition("/")[2], tree, kinds)


def _ecb_story(name: str, tree: ElementTree.Element, kinds: dict[str, str]) -> Told:
    sentences: dict[int, list[str]] = defaultdict(list)
    where: dict[str, tuple[int, int]] = {}
    for token in tree.iter("token"):
        sentence = int(token.get("sentence", "0"))
        where[token.get("t_id", "")] = (sentence, len(sentences[sentence]))
        sentences[sentence].append(token.text or "_")
    order = sorted(sentences)
    chain_of: dict[str, str] = {}
    for relation in tree.iter():
        if relation.tag in ("CROSS_DOC_COREF", "INTRA_DOC_COREF"):
            who = relation.get("note") or f"{name}-{relation.get('r_id')}"
            for source in relation.iter("source"):
                chain_of[source.get("m_id", "")] = who
    said = []
    for mark in tree.iter():
        who = chain_of.get(mark.get("m_id", ""), "")
        tokens = [where[anchor.get("t_id", "")] for anchor in mark.iter("token_anchor")]
        # Mentions in no chain are left out: nobody said whether they are somebody's.
        if mark.tag not in kinds or not who or not tokens or len({s for s, _ in tokens}) != 1:
            continue
        sentence = tokens[0][0]
        one = _phrase(
            sentences[sentence],
            [token for _, token in tokens],
            order.index(sentence),
            kinds[mark.tag],
            who.replace("-", "_"),
        )
        if one:
            said.append(one)
    texts = [_spelt(sentences[sentence])[0] for sentence in order]
    return _told(f"ecb-{name}", texts, _without_overlaps(said))
