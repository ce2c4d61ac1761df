"""What the benchmarks of exports ask the code itself: `python -m benchmarks.exports_child`."""

import json

import django

django.setup()

from django.db import connection  # noqa: E402

from corridors.exports.price_columns import COLUMNS  # noqa: E402
from corridors.models import Price  # noqa: E402


def same_columns() -> str:
    """The statement that reads an export's columns bare: as they are stored, in no order."""
    bare = Price.objects.order_by().values_list(*(column.path for column in COLUMNS))
    with connection.cursor() as cursor:
        return str(cursor.mogrify(*bare.query.sql_with_params()))


if __name__ == "__main__":
    print(json.dumps({"statement": same_columns()}))
