"""A management command run in this process."""

import io

from django.core.management import call_command
from django.core.management.base import CommandError


class Ran:
    """What a command printed and how it ended."""

    def __init__(self, name: str, *arguments: str, **options: object) -> None:
        out, err = io.StringIO(), io.StringIO()
        self.failure, self.status = "", 0
        try:
            call_command(name, *arguments, stdout=out, stderr=err, **options)
        except CommandError as error:
            self.failure, self.status = str(error), error.returncode
        self.out, self.err = out.getvalue(), err.getvalue()
