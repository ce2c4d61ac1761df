#!/usr/bin/env python
import os
import sys

from remitcompare.command_line import run

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remitcompare.settings")
    sys.exit(run(sys.argv))
