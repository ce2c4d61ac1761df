"""Who asks: `Authorization: Bearer rc_…`."""

from typing import NamedTuple

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from partners.keys import KeyRefusedError, recognised
from partners.models import ApiKey


class Partner(NamedTuple):
    """Whoever holds a key. No user of the admin."""

    name: str
    is_authenticated: bool = True


class KeyAuthentication(BaseAuthentication):
    """An API key as a bearer token. What is wrong with one is said without repeating it."""

    def authenticate(self, request: Request) -> tuple[Partner, ApiKey] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != "bearer":
            return None
        try:
            key = recognised(token.strip(), now=timezone.now())
        except KeyRefusedError as error:
            raise AuthenticationFailed(str(error)) from None
        return Partner(key.name), key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="RemitCompare"'


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The key in the OpenAPI document."""

    target_class = KeyAuthentication
    name = "ApiKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key that the operators of this service gave you: rc_…",
        }
