"""The statistics' addresses: of anything as JSON and as CSV, and of one corridor."""

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from corridors import statistics
from corridors.api import parameters, statistics_answers
from corridors.api import statistics_operations as operations
from corridors.api import statistics_shapes as shapes
from corridors.api.operations import operation
from corridors.api.renderers import CsvRenderer
from corridors.api.serving import ApiView
from corridors.api.statistics_operations import MOST_LINES
from corridors.api.views import BAD, MISSING, absolute, known_corridor, next_page
from corridors.asking import AskingError
from corridors.statistics_asking import cursor_text
from corridors.statistics_history import service_names


class AllStatistics(ApiView):
    """What sending money costs, by group and period."""

    @operation(
        "all_statistics",
        "What it costs, by region, country, corridor or kind of service",
        shapes.AllStatisticsSerializer,
        tag="statistics",
        parameters=operations.ALL_STATISTICS_PARAMETERS,
        problems=[BAD],
    )
    def get(self, request: Request) -> Response:
        asked = parameters.statistics_asked(
            request.GET, longest=parameters.LONGEST_PAGE, usual=parameters.PAGE
        )
        page = statistics.statistics_page(asked.question.asked, after=asked.after, limit=asked.limit)
        return Response(
            {
                **statistics_answers.asked_again(asked.question),
                "method_url": absolute(request, "pages:methodology"),
                "results": [statistics_answers.result(asked.question, found) for found in page.results],
                "next": next_page(request, cursor_text(page.after)),
            }
        )


class AllStatisticsCsv(ApiView):
    """The same figures as CSV: all of them, or an error that says how to ask for less."""

    renderer_classes = [CsvRenderer]

    @operation(
        "all_statistics_csv",
        "The same as CSV",
        str,
        tag="statistics",
        parameters=operations.ALL_STATISTICS_CSV_PARAMETERS,
        problems=[BAD],
        media_type="text/csv",
    )
    def get(self, request: Request) -> Response:
        asked = parameters.statistics_asked(request.GET, longest=MOST_LINES, usual=MOST_LINES)
        page = statistics.statistics_page(asked.question.asked, after=asked.after, limit=asked.limit)
        if page.after and not asked.is_limited:
            sentence = _(
                "The answer is too long for one file: more than %(lines)s lines, or made of more than "
                "%(prices)s prices. Ask for fewer periods or corridors, or page by page with a limit."
            )
            longest = {"lines": f"{MOST_LINES:,}", "prices": f"{statistics.MOST_READ:,}"}
            raise parameters.invalid(AskingError({"limit": sentence % longest}))
        question = asked.question
        name = statistics_answers.file_name(question)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        if following := next_page(request, cursor_text(page.after)):
            headers["Link"] = f'<{following}>; rel="next"'
        return Response("".join(statistics_answers.csv_lines(question, page.results)), headers=headers)


class Statistics(ApiView):
    """What a corridor has cost over time."""

    @operation(
        "statistics",
        "What a corridor has cost over time",
        shapes.StatisticsSerializer,
        tag="statistics",
        parameters=operations.STATISTICS_PARAMETERS,
        problems=[BAD, MISSING],
    )
    def get(self, request: Request, slug: str) -> Response:
        corridor = known_corridor(slug)
        asked = parameters.corridor_statistics_asked(
            request.GET, source=corridor.source_id, destination=corridor.destination_id
        )
        of_prices = asked.question.asked
        page = statistics.statistics_page(of_prices, after=asked.after, limit=asked.limit)
        return Response(
            {
                "corridor": corridor.slug,
                "frequency": asked.frequency,
                "price_point": of_prices.price_point,
                "provider_type": of_prices.provider_type,
                "pay_in": of_prices.pay_in,
                "pay_out": of_prices.pay_out,
                "results": _of_corridor(asked, page.results),
                "next": next_page(request, cursor_text(page.after)),
            }
        )


def _of_corridor(
    asked: parameters.CorridorStatisticsAsked, results: list[statistics.GroupFigures]
) -> list[dict[str, object]]:
    if not asked.with_services:
        return [statistics_answers.figures_of_period(asked.question, found) for found in results]
    names = service_names(price.service for found in results for price in found.figures.prices)
    return [
        statistics_answers.figures_of_period(asked.question, found)
        | {"services_in_detail": statistics_answers.services(found.figures, names)}
        for found in results
    ]
