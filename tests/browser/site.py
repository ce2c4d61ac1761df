"""The site as in production. Of its static files our own are collected, named by their hash and compressed;
those of other packages are served from their folders.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remitcompare.settings")


class OursCollected(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # it states no types
    """The storage of production, which knows nothing of what was not collected."""

    def url(self, name: str | None, force: bool = False) -> str:
        try:
            return str(super().url(name, force))
        except ValueError:
            return f"{settings.STATIC_URL}{name}"


NOT_OURS = ["admin", "drf_spectacular_sidecar", "rest_framework", "unfold"]
settings.STORAGES["staticfiles"]["BACKEND"] = f"{__name__}.OursCollected"
settings.STATIC_ROOT = Path(settings.DATA_DIR, "static")
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True

application = get_wsgi_application()
