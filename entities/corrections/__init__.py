"""What a person decides: names, kinds, and which words mean what. Pages and admin both call this.

Every act is one transaction that takes its turn with readings and with other people, writes one
row of the ledger for each thing decided, and brings the tallies up to date. An act that cannot be
done raises Refused, with the reason in words, and changes nothing; Changed, where somebody else
decided about the same thing after the form was opened.
"""

from entities.corrections.about_entities import (
    add_alias,
    change_kind,
    create,
    describe,
    refuse_taken,
    remove_alias,
    rename,
)
from entities.corrections.about_events import correct_event
from entities.corrections.about_statements import (
    correct_figure,
    correct_occurrence,
    not_figure,
    not_participant,
    not_quote,
    not_speaker,
    set_speaker,
)
from entities.corrections.about_words import (
    add_mention,
    confirm,
    mark_as,
    point,
    point_to_new,
    reject,
)
from entities.corrections.acts import Changed, Refused
from entities.corrections.merging import Absorbed, MergePreview, merge, preview_merge
from entities.corrections.ruling import make_rule, revoke_rule
from entities.corrections.splitting import SplitGroup, dealt_from, groups_of, split
from entities.corrections.undoable import why_not_undo
from entities.corrections.undoing import undo
from entities.rules import Effect
from entities.rules import preview as preview_rule

__all__ = [
    "Absorbed",
    "Changed",
    "Effect",
    "MergePreview",
    "Refused",
    "SplitGroup",
    "add_alias",
    "add_mention",
    "change_kind",
    "confirm",
    "correct_event",
    "correct_figure",
    "correct_occurrence",
    "create",
    "dealt_from",
    "describe",
    "groups_of",
    "make_rule",
    "mark_as",
    "merge",
    "not_figure",
    "not_participant",
    "not_quote",
    "not_speaker",
    "point",
    "point_to_new",
    "preview_merge",
    "preview_rule",
    "refuse_taken",
    "reject",
    "remove_alias",
    "rename",
    "revoke_rule",
    "set_speaker",
    "split",
    "undo",
    "why_not_undo",
]
