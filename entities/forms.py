"""Forms of Django admin: they check through `entities.corrections`, which also does the act."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet

from articles.models import Paragraph
from entities import corrections, ledger, rules
from entities.models import Alias, Decision, Entity, Kind, Mention, Rule


class SeenField(forms.IntegerField):
    """The last decision a form knew of, carried through it unseen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, label="", **kwargs)


class EntityForm(forms.ModelForm[Entity]):
    seen = SeenField()

    class Meta:
        model = Entity
        fields = ["name", "kind", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = ledger.seen_of_entity(self.instance)

    def clean_seen(self) -> int | None:
        seen: int | None = self.cleaned_data["seen"]
        last = ledger.last_of_entity(self.instance) if self.instance.pk else None
        if seen is not None and last is not None and last.pk != seen:
            raise forms.ValidationError(str(corrections.Changed(last)))
        return seen

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
    reason = forms.CharField(required=False, help_text="Why, for the history.")
    seen = SeenField()

    class Meta:
        model = Mention
        fields = ["entity", "status"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = ledger.seen_of_mention(self.instance)

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


class Why(forms.Form):
    """A reason, for the history."""

    reason = forms.CharField(required=False, help_text="Why, for the history.")


class NewEntity(Why):
    """Something that is not known yet."""

    name = forms.CharField(max_length=300, help_text="The name readers see.")
    kind = forms.ChoiceField(choices=Kind, help_text="What kind of thing it is.")
    description = forms.CharField(
        required=False, max_length=300, help_text="A line that tells a reader which one this is."
    )


def any_entity(**kwargs: Any) -> forms.ModelChoiceField[Entity]:
    return forms.ModelChoiceField(
        queryset=Entity.objects.filter(merged_into__isnull=True),
        widget=AutocompleteSelect(Mention._meta.get_field("entity"), admin.site),
        **kwargs,
    )


class SplitOff(Why):
    """To whom mentions of an entity are dealt: to one that is known, or to a new one."""

    to = any_entity(required=False, help_text="One that is known, or leave it empty and name one.")
    name = forms.CharField(
        required=False, max_length=300, help_text="The new one's name; it may be the same."
    )
    description = forms.CharField(
        required=False, max_length=300, help_text="A line that tells readers which one this is."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("to")) == bool(cleaned.get("name")):
            raise forms.ValidationError("Choose one that is known, or give the new one's name.")
        return cleaned


class MissedMention(forms.ModelForm[Mention]):
    """Words of a paragraph that the machine missed."""

    words = forms.CharField(max_length=500, help_text="Exactly as they stand in the paragraph.")
    entity = any_entity(required=False, help_text="What they mean, or leave it empty.")
    kind = forms.ChoiceField(
        choices=[("", "---------"), *Kind.choices],
        required=False,
        help_text="Without an entity: of what kind they are.",
    )
    reason = forms.CharField(required=False, help_text="Why, for the history.")

    class Meta:
        model = Mention
        fields = ["paragraph"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        paragraph: Paragraph | None = cleaned.get("paragraph")
        if paragraph is not None and cleaned.get("words", "") not in paragraph.text:
            raise forms.ValidationError("These words are not in the paragraph.")
        if not cleaned.get("entity") and not cleaned.get("kind"):
            raise forms.ValidationError("Choose what they mean, or at least of what kind it is.")
        return cleaned

    def add(self, *, by: Any) -> Decision:
        wanted = self.cleaned_data
        paragraph, words = wanted["paragraph"], wanted["words"]
        start = paragraph.text.index(words)
        return corrections.add_mention(
            paragraph,
            start,
            start + len(words),
            by=by,
            entity=wanted["entity"],
            kind=wanted["kind"],
            reason=wanted["reason"],
        )


@dataclass(frozen=True, slots=True)
class Merging:
    """What a form asks to be merged."""

    survivor: Entity
    absorbed: list[Entity]
    name: str


class ChooseSurvivor(Why):
    """Which of the chosen entities stands for which others, and under which name."""

    survivor = forms.ModelChoiceField(
        queryset=Entity.objects.none(), empty_label=None, help_text="The one that stays."
    )
    absorbed = forms.ModelMultipleChoiceField(
        queryset=Entity.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Those it will stand for.",
    )
    name = forms.CharField(
        required=False, max_length=300, help_text="The name that survives; empty for its own."
    )
    seen = SeenField()

    def __init__(self, entities: QuerySet[Entity], data: Any = None) -> None:
        self.rows = list(entities.order_by("-mention_count", "pk"))
        super().__init__(data)
        chosen = Entity.objects.filter(pk__in=[row.pk for row in self.rows])
        for name in ("survivor", "absorbed"):
            field = cast("forms.ModelChoiceField[Entity]", self.fields[name])
            field.queryset = chosen.order_by("-mention_count", "pk")
        self.initial.update(
            survivor=self.rows[0],
            absorbed=self.rows[1:],
            seen=ledger.seen_of_entity(self.rows[0]),
        )

    def chosen(self) -> Merging:
        """What is asked for so far; the most mentioned survives where nothing is said."""
        if self.is_bound:
            self.full_clean()
        wanted: dict[str, Any] = self.cleaned_data if self.is_bound else {}
        survivor = wanted.get("survivor") or self.rows[0]
        absorbed = wanted.get("absorbed", self.rows)
        return Merging(
            survivor, [row for row in absorbed if row != survivor], wanted.get("name", "")
        )


class RuleForm(Why):
    """What one mention teaches about its name, and where."""

    HERE, SOURCE, EVERYWHERE = "article", "source", "everywhere"

    act = forms.ChoiceField(choices=Rule.Act, help_text="What is to be done with the name.")
    kind = forms.ChoiceField(
        choices=[("", "---------"), *Kind.choices],
        required=False,
        help_text="The kind it is; of the others, the kind it must be read as, empty for any.",
    )
    entity = any_entity(required=False, help_text="What it means.")
    scope = forms.ChoiceField(
        choices=[
            (HERE, "this dispatch"),
            (SOURCE, "this dispatch's source"),
            (EVERYWHERE, "everywhere"),
        ],
        help_text="Where.",
    )

    def __init__(self, mention: Mention, data: Any = None) -> None:
        super().__init__(data)
        self.mention = mention

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        article = self.mention.paragraph.version.article
        if cleaned.get("scope") == self.SOURCE and article.source is None:
            raise forms.ValidationError("This dispatch has no source.")
        if cleaned.get("act") == Rule.Act.KIND and not cleaned.get("kind"):
            raise forms.ValidationError("Choose the kind it is.")
        if cleaned.get("act") == Rule.Act.MEANS and not cleaned.get("entity"):
            raise forms.ValidationError("Choose what it means.")
        return cleaned

    def _asked(self) -> dict[str, Any]:
        wanted = self.cleaned_data
        article = self.mention.paragraph.version.article
        return {
            "act": wanted["act"],
            "name": self.mention.surface,
            "kind": wanted["kind"],
            "entity": wanted["entity"] if wanted["act"] == Rule.Act.MEANS else None,
            "article": article if wanted["scope"] == self.HERE else None,
            "source": article.source if wanted["scope"] == self.SOURCE else None,
        }

    def effect(self) -> str:
        """What the rule would do, once it is asked for."""
        if not self.is_bound or not self.is_valid():
            return "Say what is to be done with the name, and see what that would change."
        return f"This {rules.preview(**self._asked()).sentence}."

    def make(self, *, by: Any) -> Decision:
        return corrections.make_rule(**self._asked(), by=by, reason=self.cleaned_data["reason"])
