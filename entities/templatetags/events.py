"""Events in templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entities.accounts import MODALITIES
from entities.models import Entity, EventFacts
from entities.when import when

register = template.Library()


@register.simple_tag
def event_line(facts: Mapping[int, EventFacts], event: Entity) -> SafeString | str:
    """What tells an event in a list, as far as its name does not: "coup, 26 July 2023"."""
    known = facts.get(event.pk)
    if known is None:
        return ""
    time = when(known.earliest, known.latest, known.precision, known.edtf)
    words = [known.type_label.lower()]
    # A name that was composed ends in the time, in its own words.
    if known.undated_name_of(event.name) == event.name:
        words.append(time)
    if known.modality != "happened":
        words.append(MODALITIES[known.modality])
    told = [each for each in words if each and each.lower() not in event.name.lower()]
    return format_html('<span class="soft">{}</span>', ", ".join(told)) if told else ""
