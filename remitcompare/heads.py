"""HEAD: the headers that GET would have, and nothing after them."""

from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)


def without_body(request: HttpRequest, response: Answer) -> Answer:
    """The answer, its body left out for HEAD: Django leaves it in, and the server warns of each."""
    if request.method == "HEAD" and isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response
