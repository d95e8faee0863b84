"""What tests of annotations share: reading sentences, and telling what was found in a few words."""

from extraction.pipeline import annotate
from extraction.types import Annotations, Dispatch, Paragraph

Found = list[tuple[str, str, str]]


def dispatch_of(*paragraphs: str) -> Dispatch:
    return Dispatch(language="en", paragraphs=tuple(Paragraph(text) for text in paragraphs))


def found_in(*paragraphs: str) -> Found:
    """Every mention of a dispatch: its words, its kind, the head of its chain."""
    return told(annotate(dispatch_of(*paragraphs)))


def told(annotations: Annotations) -> Found:
    heads = {chain.id: chain.head for chain in annotations.chains}
    return [(mention.text, mention.kind, heads[mention.chain]) for mention in annotations.mentions]


def heads_of(found: Found, surface: str) -> list[str]:
    """The heads that one surface leads to, mention by mention."""
    return [head for text, _, head in found if text == surface]
