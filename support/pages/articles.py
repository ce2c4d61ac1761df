"""Texts to read: lessons, the financial services of a country, and pages on one thing."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from corridors.pages.places import Place, place
from corridors.pages.responses import public_page
from corridors.places import known_countries
from support import selectors
from support.codes import TextKind
from support.models import Article
from support.pages import texts
from support.pages.asked import language_asked, wanted
from support.pages.listing import by_name


@public_page
def lessons(request: HttpRequest) -> HttpResponse:
    """The lessons in their order. One query."""
    listed = selectors.texts_of(TextKind.LESSON)
    shown = texts.headings(listed, wanted(request), today=timezone.localdate())
    missing = next((lesson.instead_of for lesson in shown if lesson.instead_of), "")
    reviewed = any(lesson.reviewed_on for lesson in shown)
    context = {"lessons": shown, "missing": missing, "reviewed": reviewed}
    return render(request, "support/lessons.html", context)


@public_page
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """One lesson with its drawing and its quiz, and the way to the next. Two queries."""
    shown = _text(request, selectors.text(TextKind.LESSON, slug))
    listed = selectors.texts_of(TextKind.LESSON)
    all_of_them = texts.headings(listed, wanted(request), today=timezone.localdate())
    context = {"text": shown, "next": _following(all_of_them, slug), "address": request.path}
    return render(request, "support/lesson.html", context)


@public_page
def services_countries(request: HttpRequest) -> HttpResponse:
    """The countries whose financial services we explain. One query."""
    countries = {article.country for article in selectors.texts_of(TextKind.SERVICES)}
    return render(request, "support/services_countries.html", {"places": by_name(countries)})


@public_page
def services(request: HttpRequest, country: str) -> HttpResponse:
    """Accounts, wallets, savings, loans and insurance in a receiving country. Two queries."""
    if country != country.lower():
        return HttpResponsePermanentRedirect(request.get_full_path().replace(country, country.lower(), 1))
    if country.upper() not in known_countries():
        raise Http404
    versions = selectors.text(TextKind.SERVICES, country)
    if not versions:
        return render(request, "support/no_services.html", {"place": place(country.upper())}, status=404)
    pages = [page for page in selectors.texts_of(TextKind.PAGE) if page.country == country.upper()]
    context = {
        "text": _text(request, versions),
        "place": place(country.upper()),
        "pages": texts.headings(pages, wanted(request), today=timezone.localdate()),
        "address": request.path,
    }
    return render(request, "support/services.html", context)


@public_page
def page(request: HttpRequest, country: str, slug: str) -> HttpResponse:
    """A page on one thing of a receiving country, such as Directo a México. One query."""
    versions = [each for each in selectors.text(TextKind.PAGE, slug) if each.country == country.upper()]
    sending = _sending(versions)
    context = {
        "text": _text(request, versions),
        "place": place(country.upper()),
        "sending": sending,
        "corridor": f"{sending.code}-{country}" if sending else "",
        "address": request.path,
    }
    return render(request, "support/page.html", context)


def _text(request: HttpRequest, versions: list[Article]) -> texts.Text:
    shown = texts.text(
        versions, wanted(request), language=language_asked(request), today=timezone.localdate()
    )
    if shown is None:
        raise Http404
    return shown


def _following(listed: list[texts.Heading], slug: str) -> texts.Heading | None:
    """The lesson after this one; None after the last."""
    rest = iter(listed)
    next((heading for heading in rest if heading.slug == slug), None)
    return next(rest, None)


def _sending(versions: list[Article]) -> Place | None:
    code = next((each.sending_country for each in versions if each.sending_country), "")
    return place(code) if code else None
