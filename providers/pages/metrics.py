"""Numbers for Prometheus. docs/operations.md says who should be able to ask for them."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from providers.metrics import FeedCollector


@never_cache
@require_http_methods(["GET"])
def metrics(request: HttpRequest) -> HttpResponse:
    """How collecting goes, in the format that is asked for. Eight queries at most."""
    registry = CollectorRegistry()
    registry.register(FeedCollector(timezone.now()))
    try:
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    except (TypeError, ValueError):  # a version that is no number
        encode, content_type = choose_encoder("")
    return HttpResponse(encode(registry), content_type=content_type)
