"""What partners send us; mounted at /api/v1/ before the addresses that everyone may read."""

from django.urls import path

from partners.views import Prices

app_name = "partners"
urlpatterns = [path("prices/", Prices.as_view(), name="prices")]
