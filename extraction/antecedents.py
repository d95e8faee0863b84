"""Whom "he said" and "it added" mean, where references leave it open and a reader would not."""

from bisect import bisect_right
from dataclasses import replace

from extraction import genders
from extraction.drafts import Draft, Story
from extraction.mentioned import Names
from extraction.types import Annotations, Stretch

_REACH = 600
"""Characters of a paragraph in which whoever "he" is must be named."""


def tie(drafts: list[Draft], story: Story, names: Names, found: Annotations) -> None:
    """Say whom "he said" and "it added" mean, where references leave it open and a reader would not.

    He is the one person of his sex who is named outside marks in this paragraph and the one before, or of
    several the last who spoke; "it" is the body that spoke last.
    """
    people = {chain.id: chain for chain in found.chains if chain.kind == "person"}
    sexes = {
        chain.id: genders.by_titles(chain.titles) or genders.by_name(chain.head)
        for chain in people.values()
    }
    orders = {number: order for order, number in enumerate(story.numbers)}
    last: tuple[int, str] = (-9, "")
    for draft in drafts:
        speaker = draft.speaker
        if speaker is None:
            continue
        order = orders[speaker.paragraph]
        word = speaker.text.casefold()
        if not speaker.chain and word in ("he", "she", "it"):
            recent = last[1] if order - last[0] <= 1 else ""
            chain = ""
            if word == "it":
                chain = recent if names.kinds.get(recent) in ("organisation", "place") else ""
            else:
                near = _named_before(story, speaker, order, names)
                fit = [one for one in near if sexes.get(one, "?") in ("", word)]
                chain = fit[0] if len(fit) == 1 else ""
                if sexes.get(recent, "?") in ("", word) and (recent in fit or order == last[0]):
                    chain = recent
            if chain and not names.is_in(chain, draft.parts):
                draft.speaker = replace(speaker, chain=chain)
                speaker = draft.speaker
        if speaker.chain:
            last = (order, speaker.chain)


def _named_before(story: Story, speaker: Stretch, order: int, names: Names) -> list[str]:
    """The people named outside marks in a paragraph up to a place, and in the one before it."""
    found: dict[str, None] = {}
    for number in story.numbers[max(0, order - 1) : order + 1]:
        end = speaker.start if number == speaker.paragraph else len(story.texts[number])
        for mention in names.people(number, max(0, end - _REACH), end):
            marked = story.marked[number]
            at = bisect_right(marked, mention.start, key=lambda one: one.start) - 1
            if at < 0 or mention.start >= marked[at].end:
                found[mention.chain] = None
    return [*found]
