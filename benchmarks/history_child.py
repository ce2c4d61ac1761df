"""Fills the database of benchmarks/history.py: `python -m benchmarks.history_child ROWS`.

One round of readings is recorded as a feed would record them, then copied into the past with fees and rates
of its own, a day at a time: what a year of a hundred corridors looks like.
"""

import json
import sys
from datetime import timedelta
from decimal import Decimal
from itertools import islice

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.recording_child import NOW, ROUND, readings, record  # noqa: E402
from corridors.domain.rates import PublishedRate  # noqa: E402
from corridors.models import Price  # noqa: E402
from corridors.rollup import rebuild_rollups  # noqa: E402
from corridors.rows import PRICE_COLUMNS  # noqa: E402
from corridors.services import record_rates  # noqa: E402
from corridors.storage import ensure_partitions  # noqa: E402
from providers.feeds import register_feeds  # noqa: E402

CHANGED = {
    "fingerprint": "md5(fingerprint || n)",
    "observed_at": "observed_at - n * interval '1 day'",
    "recorded_at": "recorded_at - n * interval '1 day'",
    "fee": "fee + mod(id + n, 97) * 0.01",
    "rate": "rate + mod(id + 7 * n, 997) * 0.000013",
}
# Our own figures follow from the changed ones, as docs/methodology.md has them.
DERIVED = {
    "fx_margin_percent": "round(100 * (reference_rate - rate) / reference_rate, 9)",
    "total_percent": "round(100 * fee / send_amount + 100 * (reference_rate - rate) / reference_rate, 9)",
}


def fill(rows: int) -> dict[str, float]:
    """A history of so many prices, rounded down to whole rounds."""
    call_command("migrate", verbosity=0)
    register_feeds(NOW)
    start = NOW - timedelta(days=1)
    record_rates([PublishedRate("ecb", "EUR", "USD", Decimal("1.1"), start.date())], now=NOW)
    record(islice(readings(start), ROUND))
    days = rows // ROUND - 1
    ensure_partitions(start - timedelta(days=back) for back in range(days + 1))
    columns = ", ".join(PRICE_COLUMNS)
    changed = ", ".join(f"{CHANGED.get(name, name)} AS {name}" for name in PRICE_COLUMNS)
    derived = ", ".join(f"{DERIVED.get(name, name)} AS {name}" for name in PRICE_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO corridors_price ({columns}) SELECT {derived} FROM (SELECT n, id, {changed} "
            "FROM corridors_price CROSS JOIN generate_series(1, %s) AS n) AS copied ORDER BY n DESC, id",
            [days],
        )
    # What is copied into the past is not recorded, so nothing was added up with it.
    rebuild_rollups()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {"rows": Price.objects.count()}


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]))))
