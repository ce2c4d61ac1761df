"""Where a person chooses an export, watches a long one being made, and fetches it for a day."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from corridors import formats
from corridors.asking import AskingError
from corridors.exports import jobs, words
from corridors.exports.asking import parse_export
from corridors.exports.choosing import FIELDS, Found, choices, found, given
from corridors.exports.fetching import file_of
from corridors.exports.naming import address_of
from corridors.models import ExportJob
from corridors.pages.links import LANGUAGE, query
from corridors.tasks import hand_over
from remitcompare.heads import without_body
from remitcompare.language import language_asked

LOOKS_AGAIN_AFTER_SECONDS = 4
ASK_AGAIN_AFTER_SECONDS = 300
# Somebody reads the page with a screen reader, or wants it to stand still: the address says so.
STILL = "still"
State = ExportJob.State


# Without a token against forged requests, and so without a cookie: a POST changes nothing that belongs to
# anybody, and whoever forges one could as well send it.
@csrf_exempt
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The filters, and once they are sent what they find. A POST has a long one made. At most 16 queries."""
    parameters = given(request.POST if request.method == "POST" else request.GET)
    try:
        result = found(parameters) if parameters else None
    except AskingError as error:
        return _chosen(request, parameters, wrong=error.fields, status=HTTPStatus.BAD_REQUEST)
    if request.method != "POST" or result is None or not result.can_be_made:
        return _chosen(request, parameters, result=result)
    if not result.is_long:
        return HttpResponseRedirect(result.address, status=HTTPStatus.SEE_OTHER)
    try:
        asked_job = jobs.ask_for(
            result.asked, result.format, facts=result.facts, rows=result.rows, now=timezone.now()
        )
    except jobs.NoRoomError as error:
        response = _chosen(
            request, parameters, result=result, no_room=error, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
        response.headers["Retry-After"] = str(ASK_AGAIN_AFTER_SECONDS)
        return response
    if asked_job.state == State.WAITING:
        hand_over(asked_job.pk)
    return HttpResponseRedirect(_address(request, "job", asked_job.pk), status=HTTPStatus.SEE_OTHER)


def _chosen(
    request: HttpRequest,
    parameters: QueryDict,
    *,
    result: Found | None = None,
    wrong: dict[str, str] | None = None,
    no_room: jobs.NoRoomError | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    known = choices(parameters)
    context = {
        "choices": known,
        "result": result,
        "wrong": wrong or {},
        "elsewhere": [f"{name}: {text}" for name, text in (wrong or {}).items() if name not in FIELDS],
        "command": words.command(request.build_absolute_uri(result.address)) if result else "",
        "no_room": no_room,
        "room_at": formats.moment(no_room.until) if no_room and no_room.until else "",
    }
    response = render(request, "corridors/exports.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"  # how many rows there are changes all the time
    return without_body(request, response)


@require_safe
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far an export is, where its file lies, or why there is none. At most four queries."""
    the_job, now = jobs.job_of(job_id), timezone.now()
    if the_job is None:
        raise Http404
    try:
        asked = parse_export(QueryDict(the_job.query), today=now.date())
    except AskingError:  # a provider renamed, or a filter that a later release does without
        raise Http404 from None
    is_alive, is_still = jobs.is_alive(the_job, now), STILL in request.GET
    is_made = is_alive and the_job.state != State.DONE
    has_failed = the_job.state == State.FAILED
    context = {
        **words.of_job(the_job, asked),
        "is_done": jobs.is_there(the_job, now),
        "is_waiting": is_made and the_job.state == State.WAITING,
        "is_running": is_made and the_job.state == State.RUNNING,
        "before": jobs.waiting_before(the_job) if is_made else 0,
        "ask_again": _address(request, "choose", **asked.given(), format=the_job.format),
        "direct": address_of(asked, the_job.format),
        "is_still": is_still,
        "still_address": _address(request, "job", job_id, **{STILL: "1"}),
        "moving_address": _address(request, "job", job_id),
    }
    status = HTTPStatus.OK if is_alive or has_failed else HTTPStatus.GONE
    response = render(request, "corridors/export_job.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    if is_made and not is_still:
        response.headers["Refresh"] = str(LOOKS_AGAIN_AFTER_SECONDS)
    return without_body(request, response)


def _address(request: HttpRequest, name: str, *arguments: object, **parameters: str) -> str:
    """Of a page of exports, in the language asked for."""
    language = language_asked(request)
    told = {**parameters, **({LANGUAGE: language} if language else {})}
    return reverse(f"exports:{name}", args=arguments) + query(told)


@require_safe
def job_file(request: HttpRequest, job_id: UUID, name: str) -> HttpResponseBase:
    """A finished export, or the page that says why it is not there. At most five queries."""
    the_job = jobs.job_of(job_id)
    if the_job is None or the_job.name != name:
        raise Http404
    if not jobs.is_there(the_job, timezone.now()):
        return _not_there(request, the_job)
    return file_of(the_job, request)


@require_safe
def job_description(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The datapackage.json of a finished export, beside it. At most five queries."""
    the_job = jobs.job_of(job_id)
    if the_job is None:
        raise Http404
    if not jobs.is_there(the_job, timezone.now()):
        return _not_there(request, the_job)
    return without_body(request, HttpResponse(the_job.datapackage, content_type="application/json"))


def _not_there(request: HttpRequest, the_job: ExportJob) -> HttpResponse:
    """The page of the job, in place of its file: never a success, for a script would take it for the file."""
    response = job(request, the_job.pk)
    if response.status_code == HTTPStatus.OK:
        response.status_code = HTTPStatus.NOT_FOUND
        if "Refresh" in response.headers:
            response.headers["Retry-After"] = response.headers["Refresh"]
    return response
