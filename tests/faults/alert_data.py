"""Fill a deployment with people who wait for a price that there is: python -m tests.faults.alert_data 60"""

import os
import sys
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remitcompare.settings")
django.setup()

from alerts.models import Alert  # noqa: E402
from corridors.models import Corridor  # noqa: E402
from tests.factories import add_cross_rate, price, record  # noqa: E402


def fill(people: int, now: datetime) -> None:
    """So many confirmed alerts, all of them due and with news."""
    add_cross_rate("AED", "PHP", "12", on=now)
    record(price("Swift Hawk", rate="12", seen=now - timedelta(hours=1)), at=now)
    Alert.objects.bulk_create(
        Alert(
            address=f"sender{number}@example.org",
            language="en",
            corridor=Corridor.objects.get(),
            send_currency="AED",
            receive_currency="PHP",
            amount=1000,
            kind="at_least",
            threshold=11000,
            created_at=now,
            confirmed_at=now,
            expires_at=now + timedelta(days=365),
        )
        for number in range(people)
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]), datetime.now(UTC))
