"""What came in, for operators to read: one archived answer, exactly as it was."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from providers import archive, intake
from providers.models import ArchivedAnswer

MAY_READ = ("providers.view_feedrun", "providers.change_feedrun", "providers.change_heldreading")


def address(sha256: str) -> str:
    """Where an answer can be had in the admin."""
    return reverse("admin:providers_payload", args=[sha256])


@require_GET
def payload(request: HttpRequest, sha256: str) -> HttpResponse:
    """One answer as a file to keep: never shown as a page, for anybody may have written it. One query."""
    if not (intake.may_hand_in(request) or any(map(request.user.has_perm, MAY_READ))):
        raise PermissionDenied
    answer = ArchivedAnswer.objects.filter(sha256=sha256).first()
    if answer is None:
        raise Http404
    try:
        body = archive.read(sha256)
    except archive.ArchiveError as error:
        raise Http404(str(error)) from None
    return HttpResponse(
        body,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{sha256[:16]}.bin"'},
    )
