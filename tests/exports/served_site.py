"""The site as in production, but for JSON lines: those break off in the middle. Served by tests/exports."""

import os
from collections.abc import Iterator

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remitcompare.settings")
application = get_wsgi_application()

from corridors.exports.asking import ExportAsked  # noqa: E402
from corridors.exports.formats import FORMATS, JsonLines  # noqa: E402

# More than one block, and more than a packer holds back: no two lines of it are alike.
LINES = [f'{{"hash":"{(number * 2_654_435_761) % 2**61:x}"}}\n' for number in range(100_000)]


class BreaksOff(JsonLines):
    """Some blocks, and then a failure."""

    def write(self, asked: ExportAsked, **more: object) -> Iterator[bytes]:
        yield "".join(LINES).encode()
        yield "".join(LINES).encode()
        raise ZeroDivisionError("the database went away")


FORMATS["jsonl"] = BreaksOff()  # type: ignore[index]
