"""What the admin lets somebody do, asked of the admin itself: a menu that says otherwise would mislead."""

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest

from remitcompare import admin_room


def may_look(request: HttpRequest, model: str) -> bool:
    """Whether somebody may open the list of a model, such as "providers.heldreading"."""
    return admin_room.may_look(request, apps.get_model(model))


def may_add(request: HttpRequest, model: str) -> bool:
    """Whether somebody may open the empty form of a model."""
    return bool(admin.site.get_model_admin(apps.get_model(model)).has_add_permission(request))
