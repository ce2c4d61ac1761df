"""Where exports are: the files, what is said of each, and the page to choose one."""

from django.urls import path, re_path

from corridors.exports import pages, views
from corridors.exports.formats import FORMATS

SUFFIX = rf"(?P<suffix>{'|'.join(FORMATS)})"
CORRIDOR = "^corridors/(?P<slug>[A-Za-z]{2}-[A-Za-z]{2})"

app_name = "exports"
urlpatterns = [
    re_path(rf"{CORRIDOR}/history\.{SUFFIX}$", views.export, name="history"),
    re_path(rf"{CORRIDOR}/datapackage\.json$", views.datapackage, name="history-datapackage"),
    re_path(rf"^exports/prices\.{SUFFIX}$", views.export, name="prices"),
    path("exports/datapackage.json", views.datapackage, name="datapackage"),
    path("exports/", pages.choose, name="choose"),
    path("exports/<uuid:job_id>/", pages.job, name="job"),
    path("exports/<uuid:job_id>/datapackage.json", pages.job_description, name="job-description"),
    path("exports/<uuid:job_id>/<str:name>", pages.job_file, name="job-file"),
]
