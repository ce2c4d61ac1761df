"""Where a reader says that something here is wrong: no account, no cookie, nothing about who it is."""

from typing import Any
from unicodedata import category

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from corridors.pages.links import LANGUAGE, query
from corridors.pages.places import place
from remitcompare.heads import without_body
from support import reporting, wording
from support.codes import About, Wrong
from support.languages import ENGLISH
from support.pages.asked import language_asked
from support.reporting import LONGEST, FullError, Subject, subject_of


class Words(forms.CharField):
    """A text as it is kept: one kind of line end, and nothing in it that cannot be seen."""

    def to_python(self, value: Any) -> str:
        lines = (value or "").replace("\r\n", "\n").replace("\r", "\n")
        return "".join(letter for letter in lines if letter == "\n" or category(letter) != "Cc").strip()


class ReportForm(forms.Form):
    """What is wrong, and more about it if the reader likes."""

    wrong = forms.ChoiceField(
        choices=[(code.value, words) for code, words in wording.WRONGS.items()],
        error_messages={
            "required": gettext_lazy("Choose what is wrong."),
            "invalid_choice": gettext_lazy("Choose what is wrong."),
        },
    )
    text = Words(
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": gettext_lazy("Write at most %(limit_value)s letters.")},
    )


# Nothing is lost without a protection against forged requests: there is no cookie that one could use.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, about: str, key: str) -> HttpResponse:
    """The form; sent, it leads to a page that thanks. One query to show, five at most to send."""
    subject = subject_of(about, key)
    if subject is None:
        raise Http404
    if request.method != "POST":
        return _form(request, subject, ReportForm())
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _form(request, subject, form, status=400)
    try:
        reporting.report(
            subject,
            Wrong(form.cleaned_data["wrong"]),
            form.cleaned_data["text"],
            language=get_language() or ENGLISH,
            now=timezone.now(),
        )
    except FullError:
        full = _("So many reports wait to be read that no more are kept. Please try again another day.")
        form.add_error(None, full)
        return _form(request, subject, form, status=429)
    address = reverse("support:reported", args=[about, key])
    return HttpResponseRedirect(address + _in_language(request), status=303)


@require_http_methods(["GET", "HEAD"])
def reported(request: HttpRequest, about: str, key: str) -> HttpResponse:
    """Thanks, and the way back. One query."""
    subject = subject_of(about, key)
    if subject is None:
        raise Http404
    back = subject.path + _in_language(request) + subject.anchor
    return _answer(request, "support/reported.html", subject, {"back": back})


def _form(request: HttpRequest, subject: Subject, form: ReportForm, *, status: int = 200) -> HttpResponse:
    action = reverse("support:report", args=[subject.about, subject.key])
    context = {"form": form, "action": action + _in_language(request), "longest": LONGEST}
    return _answer(request, "support/report.html", subject, context, status=status)


def _answer(
    request: HttpRequest, template: str, subject: Subject, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    if subject.about is About.COUNTRY:  # which has a name in every language
        name, language = place(subject.key.upper()).name, get_language() or ENGLISH
        subject = subject._replace(name=name, language=language)
    response = render(request, template, {"subject": subject, **context}, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return without_body(request, response)


def _in_language(request: HttpRequest) -> str:
    language = language_asked(request)
    return query({LANGUAGE: language}) if language else ""
