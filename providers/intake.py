"""Pages of the admin for handing in prices: a file with a preview, and the mystery shoppers' form."""

import csv
import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from corridors.domain.codes import CollectionMethod
from providers import archive
from providers.adapters.submission import BY, METHOD
from providers.contract import FIELDS
from providers.forms import KEPT, ShoppingForm, UploadForm
from providers.inbound import Delivery, accept, preview, recorded_before
from providers.models import FeedRun
from providers.outcomes import Outcome, Status
from providers.recording import waits_in
from providers.submitted import CSV, JSON, XLSX
from providers.tables import ZIP_MAGIC

UPLOADS, SHOPPING = "uploads", "mystery_shopping"
SALT = "providers.upload"
TOKEN_AGE = timedelta(days=1)
SHOWN, STORED_SHOWN = 200, 100


def may_hand_in(request: HttpRequest) -> bool:
    """Whether somebody may hand in prices by file or form."""
    return request.user.has_perm("providers.add_feedrun")


def _admit(request: HttpRequest) -> None:
    if not may_hand_in(request):
        raise PermissionDenied


def _page(request: HttpRequest, name: str, title: str, **context: Any) -> TemplateResponse:
    everywhere = {**admin.site.each_context(request), "title": title, "opts": FeedRun._meta}
    return TemplateResponse(request, f"admin/providers/feedrun/{name}.html", {**everywhere, **context})


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty table with every column that is known."""
    _admit(request)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="prices.csv"'},
    )
    csv.writer(response).writerow(FIELDS)
    return response


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose a file; then see what would be stored, known, refused and held, before anything is."""
    _admit(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(request, "upload", "Upload prices", form=form)
    file = form.cleaned_data["file"]
    body = file.read()
    said = {
        "content_type": XLSX if body.startswith(ZIP_MAGIC) else CSV,
        "method": form.cleaned_data["method"],
        "name": file.name,
        "received_at": timezone.now().isoformat(),
        "user": request.user.pk,
    }
    outcome = preview(_delivery(request, said, body), now=timezone.now())
    return _page(
        request,
        "preview",
        f"What {file.name} would do",
        outcome=outcome,
        counts=_in_words(outcome),
        stored=outcome.stored[:STORED_SHOWN],
        stored_more=len(outcome.stored[STORED_SHOWN:]),
        left_out=_left_out(outcome)[:SHOWN],
        left_out_count=len(_left_out(outcome)),
        has_something=bool(outcome.counts[Status.STORED] or outcome.counts[Status.HELD]),
        token=signing.dumps({**said, "sha256": outcome.sha256}, salt=SALT),
    )


def _left_out(outcome: Outcome) -> list[Any]:
    return [result for result in outcome.results if result.errors]


def _in_words(outcome: Outcome) -> list[tuple[str, int]]:
    return [(status.value.replace("_", " "), count) for status, count in outcome.counts.items()]


@require_POST
def record(request: HttpRequest) -> HttpResponseBase:
    """Record exactly the file that was previewed. Safe to click twice: the second shows the first's run."""
    _admit(request)
    try:
        said = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=TOKEN_AGE)
        if said["user"] != request.user.pk:
            raise signing.BadSignature
        body = archive.read(said["sha256"])
    except (signing.BadSignature, archive.ArchiveError):
        messages.error(request, "That preview is too old or is not yours. Choose the file again.")
        return redirect("admin:providers_upload")
    delivery = _delivery(request, said, body)
    if earlier := recorded_before(delivery, sha256=said["sha256"]):
        messages.info(request, "This file has been recorded already.")
        return redirect("admin:providers_feedrun_change", earlier.id)
    outcome = accept(delivery, now=timezone.now())
    told = ", ".join(f"{count} {name}" for name, count in _in_words(outcome))
    messages.add_message(
        request, messages.ERROR if outcome.error else messages.SUCCESS, outcome.error or told
    )
    return redirect("admin:providers_feedrun_change", outcome.run_id)


def _delivery(request: HttpRequest, said: dict[str, Any], body: bytes) -> Delivery:
    return Delivery(
        source=UPLOADS,
        trigger=FeedRun.Trigger.UPLOAD,
        body=body,
        content_type=said["content_type"],
        received_at=datetime.fromisoformat(said["received_at"]),
        asked={BY: request.user.get_username(), METHOD: CollectionMethod(said["method"]).value},
        name=said["name"],
    )


@require_http_methods(["GET", "POST"])
def mystery_shopping(request: HttpRequest) -> HttpResponseBase:
    """One price, as somebody was told it who asked as a customer would."""
    _admit(request)
    now = timezone.now()
    if request.method == "GET":
        kept = {name: request.GET[name] for name in KEPT if name in request.GET}
        return _shopping_page(request, ShoppingForm(initial={"observed_at": now, **kept}))
    form = ShoppingForm(request.POST)
    result = hand_in(form, by=request.user.get_username(), now=now) if form.is_valid() else None
    if result is None:
        return _shopping_page(request, form)
    tell(request, result)
    kept = {name: form.cleaned_data[name] for name in KEPT}
    return redirect(f"{reverse('admin:providers_mystery_shopping')}?{urlencode(kept)}")


class HandedIn(NamedTuple):
    """What became of one price, the reasons where it waits for review, and the run that took it in.

    A price that waits already, because somebody handed it in twice, has the run that it waits in.
    """

    status: Status
    reasons: str
    run_id: int


def hand_in(form: ShoppingForm, *, by: str, now: datetime) -> HandedIn | None:
    """Record the price of a valid form; None, and the form says why, when it cannot be taken."""
    delivery = Delivery(
        source=SHOPPING,
        trigger=FeedRun.Trigger.FORM,
        body=json.dumps({"prices": [form.record()]}, ensure_ascii=False).encode(),
        content_type=JSON,
        received_at=now,
        asked={BY: by},
        name="mystery shopping",
        all_or_nothing=True,
    )
    would = preview(delivery, now=now)
    if would.error:
        form.say(would)
        return None
    outcome = accept(delivery, now=now)
    (result,) = outcome.results
    held_by = waits_in(result.reading) if result.status is Status.HELD and result.reading else None
    reasons = "; ".join(sentence for _, sentence in result.errors)
    return HandedIn(result.status, reasons, held_by or outcome.run_id)


def _shopping_page(request: HttpRequest, form: ShoppingForm) -> TemplateResponse:
    return _page(request, "mystery_shopping", "Mystery shopping", form=form)


def tell(request: HttpRequest, result: HandedIn) -> None:
    """Say what became of a price that was handed in."""
    if result.status is Status.HELD:
        messages.warning(request, f"It looks wrong and waits for review: {result.reasons}.")
    elif result.status is Status.ALREADY_KNOWN:
        messages.info(request, "This price is known already.")
    else:
        messages.success(request, "Recorded. Thank you.")
