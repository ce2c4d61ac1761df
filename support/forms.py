"""What operators write of organisations and texts; support/rules.py says what may stand there."""

from typing import TYPE_CHECKING, Any

from django import forms

from support import wording
from support.codes import TextKind
from support.models import Article, Organisation
from support.quiz_form import QuizField, in_lines

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
    """A text in Markdown, and its quiz, which is folded away where a text is none to have one."""

    body = MarkdownField(help_text="Markdown; headings from ##")
    source = ListField(by_line=True, help_text="what it is made from: one address a line")
    quiz = QuizField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quiz"].widget.is_folded = self.instance.kind != TextKind.LESSON

    def clean_quiz(self) -> Any:
        """What was typed, in the entry's own spaces where that is the same: others would count as edited."""
        typed, known = self.cleaned_data["quiz"], self.instance.quiz
        return known if typed is None or typed == in_lines(known) else typed

    class Meta:
        model = Article
        fields = (*Article.CONTENT, "is_shown")
        help_texts = {"drawing": "the name of a file in support/static/support/drawings; empty for none"}
