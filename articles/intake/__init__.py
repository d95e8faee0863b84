"""Filing: from what was handed in to dispatches, each thing received accounted for by a receipt.

The only package that writes articles, versions, paragraphs, deliveries and receipts.
"""

from articles.intake.correcting import Overtaken, Refused, file_correction
from articles.intake.filing import file_dispatch
from articles.intake.noting import Wishes, believable, opening_words
from articles.intake.receiving import PASTED, Incoming, label, receive

__all__ = [
    "PASTED",
    "Incoming",
    "Overtaken",
    "Refused",
    "Wishes",
    "believable",
    "file_correction",
    "file_dispatch",
    "label",
    "opening_words",
    "receive",
]
