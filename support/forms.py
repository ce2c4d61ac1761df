"""What operators write of organisations and texts; support/rules.py says what may stand there."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.fields import InvalidJSONInput

from support import wording
from support.models import Article, Organisation

if TYPE_CHECKING:
    OrganisationModelForm = forms.ModelForm[Organisation]
    ArticleModelForm = forms.ModelForm[Article]
else:
    OrganisationModelForm = ArticleModelForm = forms.ModelForm


class ListField(forms.CharField):
    """Words in one field, kept as a list: apart by spaces or commas, or one a line."""

    def __init__(self, *, by_line: bool = False, **more: Any) -> None:
        self._by_line = by_line
        widget = forms.Textarea(attrs={"rows": 4}) if by_line else forms.TextInput(attrs={"size": 60})
        super().__init__(widget=widget, required=False, **more)

    def prepare_value(self, value: Any) -> Any:
        return ("\n" if self._by_line else " ").join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return text.split() if self._by_line else text.replace(",", " ").split()


class MarkdownField(forms.CharField):
    """A text as a file would hold it: browsers end lines in their own way, and that is no change of it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 30, "cols": 100}), **more)

    def to_python(self, value: Any) -> Any:
        text = "\n".join((super().to_python(value) or "").splitlines())
        return f"{text}\n" if text else text


class QuizField(forms.JSONField):
    """A quiz as JSON; what is refused is shown again as it was typed."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return InvalidJSONInput(data) if isinstance(data, str) else data

    def to_python(self, value: Any) -> Any:
        parsed = super().to_python(value)
        return [] if parsed is None else parsed


class OrganisationForm(OrganisationModelForm):
    """An organisation, its lists as boxes to tick and as codes."""

    helps_with = forms.MultipleChoiceField(
        choices=[(topic.value, label) for topic, label in wording.TOPICS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    languages = ListField(help_text="codes, as en fil ne; empty where it is not known")
    countries_served = ListField(
        label="For people from", help_text="country codes, as PH NP; empty for anyone"
    )

    def clean_helps_with(self) -> list[str]:
        """What is ticked, in the entry's own order where that is the same: another would count as edited."""
        ticked: list[str] = self.cleaned_data["helps_with"]
        known: list[str] = self.instance.helps_with
        return known if sorted(known) == sorted(ticked) else ticked

    class Meta:
        model = Organisation
        fields = (*Organisation.CONTENT, "is_shown")


class ArticleForm(ArticleModelForm):
    """A text in Markdown; its quiz as JSON."""

    body = MarkdownField(help_text="Markdown; headings from ##")
    source = ListField(by_line=True, help_text="what it is made from: one address a line")
    quiz = QuizField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 100}),
        help_text='a list of {"question": "…", "options": ["…", "…"], "answer": 0, "why": "…"}; '
        "answer counts from 0",
    )

    class Meta:
        model = Article
        fields = (*Article.CONTENT, "is_shown")
        help_texts = {"drawing": "the name of a file in support/static/support/drawings; empty for none"}
