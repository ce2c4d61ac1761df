"""Pages to look at: languages, and what corridors lack."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from corridors.languages import languages
from corridors.requirements_wording import REQUIREMENTS
from desk.lacking import lacking
from desk.lessons import lessons_by_language
from desk.pages.room import desk_page, page


@require_GET
@desk_page()
def languages_page(request: HttpRequest) -> HttpResponseBase:
    """How much of the site each language has. One query."""
    lessons = lessons_by_language()
    rows = [(language, lessons.get(language.code, 0)) for language in languages()]
    return page(request, "languages", "Languages", rows=rows, lessons=max(lessons.values(), default=0))


@require_GET
@desk_page()
def requirements(request: HttpRequest) -> HttpResponseBase:
    """Offered corridors, and which of the twelve requirements each does not meet.

    One query, and six where some were not measured in the last five minutes.
    """
    rows = [
        (
            each.slug,
            each.name,
            [(requirement.value, REQUIREMENTS[requirement]) for requirement in each.requirements],
        )
        for each in lacking(timezone.now())
    ]
    return page(request, "requirements", "Requirements", rows=sorted(rows, key=lambda row: not row[2]))
