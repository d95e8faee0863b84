"""Forms of Django admin: they check through `entities.corrections`, which also does the act."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

from entities import corrections
from entities.models import Alias, Entity, Kind, Mention


class EntityForm(forms.ModelForm[Entity]):
    class Meta:
        model = Entity
        fields = ["name", "kind", "description"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, kind = cleaned.get("name"), cleaned.get("kind")
        if name and kind and {"name", "kind"} & set(self.changed_data):
            try:
                corrections.refuse_taken(self.instance, kind, name)
            except corrections.Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return cleaned


class AliasForm(forms.ModelForm[Alias]):
    class Meta:
        model = Alias
        fields = ["name", "kind"]


class MentionForm(forms.ModelForm[Mention]):
    class Meta:
        model = Mention
        fields = ["entity", "status"]

    def clean_entity(self) -> Entity:
        entity: Entity = self.cleaned_data["entity"]
        if entity.merged_into_id is not None:
            raise forms.ValidationError(
                f"{entity.name} was merged into another entity; choose that one."
            )
        return entity


class ChooseEntity(forms.Form):
    """Which entity the chosen mentions are to mean."""

    entity = forms.ModelChoiceField(
        queryset=Entity.objects.filter(merged_into__isnull=True),
        widget=AutocompleteSelect(Mention._meta.get_field("entity"), admin.site),
        help_text="Type part of its name.",
    )


class ChooseKind(forms.Form):
    """What kind of thing the chosen entities are."""

    kind = forms.ChoiceField(choices=Kind, help_text="Their kind from now on.")
