"""The readers of events marked across dispatches, and how mentions are grouped and counted."""

import json
import tarfile
from pathlib import Path

import numpy as np
import pytest

from benchmarks import ecb, meantime
from benchmarks.events import grouping, identity, marked

XML = """<?xml version="1.0"?><Document doc_name="7_2ecbplus.xml">
<token t_id="1" sentence="0" number="0">http</token>
<token t_id="2" sentence="1" number="0">Soldiers</token>
<token t_id="3" sentence="1" number="1">stepped</token>
<token t_id="4" sentence="1" number="2">down</token>
<token t_id="5" sentence="1" number="3">,</token>
<token t_id="6" sentence="1" number="4">she</token>
<token t_id="7" sentence="1" number="5">said</token>
<token t_id="8" sentence="2" number="0">They</token>
<token t_id="9" sentence="2" number="1">left</token>
<Markables>
<ACTION_OCCURRENCE m_id="11"><token_anchor t_id="3"/><token_anchor t_id="4"/></ACTION_OCCURRENCE>
<NEG_ACTION_REPORTING m_id="12"><token_anchor t_id="7"/></NEG_ACTION_REPORTING>
<ACTION_OCCURRENCE m_id="13"><token_anchor t_id="9"/></ACTION_OCCURRENCE>
<HUMAN_PART m_id="14"><token_anchor t_id="2"/></HUMAN_PART>
</Markables>
<Relations>
<CROSS_DOC_COREF r_id="1" note="ACT9"><source m_id="11"/><source m_id="13"/><target m_id="20"/></CROSS_DOC_COREF>
</Relations></Document>"""


def test_only_marked_actions_in_selected_sentences_count() -> None:
    story = ecb.read(
        "7_2ecbplus.xml", XML, ecb.merged(["Topic,File,Sentence Number\n7,2ecbplus,1\n"])
    )
    assert story is not None
    assert (story.topic, story.story) == ("7", "7-ecbplus")
    assert story.texts == ["Soldiers stepped down, she said", "They left"]
    words = [story.texts[one.paragraph][one.start : one.end] for one in story.mentions]
    assert words == ["stepped down", "said"]
    assert [one.chain for one in story.mentions] == ["ACT9", "7_2ecbplus/12"]


@pytest.mark.parametrize("lists", [[], ["Topic,File,Sentence Number\n8,2ecbplus,1\n"]])
def test_of_a_topic_that_no_list_knows_every_sentence_counts(lists: list[str]) -> None:
    story = ecb.read("7_2ecbplus.xml", XML, ecb.merged(lists))
    assert story is not None
    assert len(story.mentions) == 3


def test_archives_folders_and_other_files_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "test" / "7"
    folder.mkdir(parents=True)
    (folder / "7_2ecbplus.xml").write_text(XML)
    (tmp_path / "chosen-sentences.csv").write_text("Topic,File,Sentence Number\n7,2ecbplus,2\n")
    archive = tmp_path / "ecb.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(folder, "ecb/test/7")
    other = tmp_path / "other.tml"
    other.write_text("<TimeML/>")
    assert [len(story.mentions) for story in ecb.load(tmp_path)] == [1]
    assert [len(story.mentions) for story in ecb.load(archive)] == [1]
    assert ecb.load(other) == []


def test_meantime_is_read_with_chains_across_stories(tmp_path: Path) -> None:
    doc = {
        "topic": "corpus_x",
        "doc": "1",
        "sentences": [["A", "deal"], ["May", "01", ",", "2008"]],
    }
    mark = {"topic": "corpus_x", "doc": "1", "sentence": 0, "tokens": [1], "text": "deal",
            "chain": "cross_intra_FIN1", "type": "FINANCE"}  # fmt: skip
    (tmp_path / "m-docs.jsonl").write_text(json.dumps(doc) + "\n")
    (tmp_path / "m-events.jsonl").write_text(json.dumps(mark) + "\n" + json.dumps(mark) + "\n")
    (story,) = meantime.load(tmp_path / "m-docs.jsonl")
    assert story.published == "2008-05-01"
    assert [(one.start, one.end, one.chain) for one in story.mentions] == [(2, 6, "FIN1")]


@pytest.mark.parametrize(
    ("alike", "groups"),
    [
        ([[0, 0.9, 0.1], [0.9, 0, 0.1], [0.1, 0.1, 0]], [[0, 1], [2]]),
        # The mean decides: a chain of likenesses alone joins nothing.
        ([[0, 0.9, 0.0], [0.9, 0, 0.6], [0.0, 0.6, 0]], [[0, 1], [2]]),
        ([[0, 0.9, 0.5], [0.9, 0, 0.6], [0.5, 0.6, 0]], [[0, 1, 2]]),
        ([[0]], [[0]]),
        (np.zeros((0, 0)), []),
    ],
)
def test_groups_are_joined_while_their_mean_likeness_is_enough(
    alike: list[list[float]], groups: list[list[int]]
) -> None:
    found = grouping.linked(np.array(alike, np.float32), 0.4)
    assert sorted(sorted(group) for group in found) == groups


def test_ours_and_the_baseline_are_counted_on_our_own_gold(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (story, *_) = marked.own(marked.gold.DEVELOPMENT)
    items = marked.items(story)
    assert {item.story for item in items} == {story.story}
    assert identity.score(items, {item.key: item.chain for item in items}).average == 100
    lemmas = grouping.by_lemma(items, lambda item: "")
    assert 0 < identity.score(items, lemmas).average < 100
    ours = grouping.by_evidence(items, lambda item: "", grouping.chances(items))
    assert ours.keys() == lemmas.keys()
