"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

handler400 = "remitcompare.errors.bad_request"
handler403 = "remitcompare.errors.permission_denied"
handler404 = "remitcompare.errors.not_found"
handler500 = "remitcompare.errors.server_error"

urlpatterns = [
    path("", include("corridors.pages.urls")),
    path("", include("corridors.exports.urls")),
    path("", include("providers.pages.urls")),
    path("", include("alerts.pages.urls")),
    path("", include("sharing.pages.urls")),
    path("", include("support.pages.urls")),
    path("api/v1/", include("partners.urls")),
    path("api/v1/", include("corridors.api.urls")),
    path("admin/desk/", include("desk.urls")),
    path("admin/", admin.site.urls),
]
