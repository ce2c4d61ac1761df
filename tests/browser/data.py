"""Fill an empty database with what the browser tests look at: python -m tests.browser.data"""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remitcompare.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402

from alerts.models import Alert  # noqa: E402
from corridors.domain.codes import Access, Coverage, PayIn, PayOut, ProviderType  # noqa: E402
from corridors.models import Corridor, ExportJob, MarketShare  # noqa: E402
from desk.models import Round  # noqa: E402
from desk.rounds import plan_visits  # noqa: E402
from providers.inbound import accept  # noqa: E402
from tests.browser import OPERATOR, WAITING  # noqa: E402
from tests.browser.exports import EXPORTS  # noqa: E402
from tests.browser.site import NOT_OURS  # noqa: E402
from tests.factories import (  # noqa: E402
    SURVEYED_AT,
    add_cross_rate,
    make_provider,
    price,
    record,
    surveyed,
)
from tests.providers.handed_in import TURNED_ROUND, a_price, delivery  # noqa: E402

# 100,000 sent is as much of these as a comparison has to show: NPR 2,559,434.23, LAK 2,150,000,000.
LARGE: tuple[dict[str, Any], ...] = (
    {"corridor": "sa-np", "currencies": ("SAR", "NPR"), "rate": "25.5943423", "amount": "100000"},
    {"corridor": "sa-id", "currencies": ("SAR", "IDR"), "rate": "4250.5", "amount": "100000"},
    {"corridor": "us-mx", "currencies": ("USD", "MXN"), "rate": "18.7531", "amount": "100000"},
    {"corridor": "us-la", "currencies": ("USD", "LAK"), "rate": "21500", "amount": "100000"},
    {"corridor": "sa-ir", "currencies": ("SAR", "IRR"), "rate": "11450", "amount": "100000"},
)
# As long as companies are called, and what every filter finds; whoever pays them in cash owes the tax.
LONG = (
    "Servicios Internacionales de Envíos de Dinero y Pagos de Norteamérica, S.A. de C.V.",
    "Western Overseas Remittance and Foreign Exchange Services Incorporated",
    "St. Vincent Agricultural, Rural, Fisheries and Forestry Development Cooperative",
)
TAXED: dict[str, Any] = {
    "corridor": "us-vc",
    "currencies": ("USD", "XCD"),
    "amount": "300",
    "coverage": Coverage.NATIONWIDE,
}


def fill(now: datetime) -> None:
    """ae-ph with prices of today, ae-in invented for trying, gb-in from a survey, us-ec in one currency.

    sa-np, sa-id, us-mx, us-la and sa-ir have large numbers. Somebody has asked for an alert on ae-ph.
    """
    seen: dict[str, Any] = {"seen": now - timedelta(hours=2)}
    slow: dict[str, Any] = {"speed_min_minutes": 4320, "speed_max_minutes": 7200, **seen}
    by_bank: dict[str, Any] = {"pay_in": (PayIn.BANK_ACCOUNT,), "pay_out": (PayOut.BANK_ACCOUNT,), **slow}
    add_cross_rate("AED", "PHP", "12", on=seen["seen"])
    add_cross_rate("GBP", "INR", "90", on=SURVEYED_AT)
    record(
        *(
            price(f"Cash House {n}", fee=str(8 + n), rate="11.9", note="Ask for the card.", **seen)
            for n in range(9)
        ),
        price("Old Bank", fee="0", rate="11.5", kind=ProviderType.BANK, **by_bank),
        price("Silent Bank", rate=None, **by_bank),
        price("Play Money", corridor="ae-in", currencies=("AED", "INR"), rate="22", **seen),
        price("Home Dollar", corridor="us-ec", currencies=("USD", "USD"), rate="1", **by_bank),
        at=now,
    )
    record(*(price("Home Money", fee="0", pay_in=(PayIn.CARD,), **seen, **large) for large in LARGE), at=now)
    pounds: dict[str, Any] = {"corridor": "gb-in", "currencies": ("GBP", "INR"), "amount": "120"}
    record(
        surveyed("Lotus", rate="89", fee="3", access=(Access.INTERNET,), **pounds),
        surveyed("Peacock", rate="88", fee="5", **pounds),
        surveyed("Tiger", rate="87", fee="5", **pounds),
        at=now,
    )
    record(*(price(name, rate=f"2.6{9 - n}", **seen, **TAXED) for n, name in enumerate(LONG)), at=now)
    make_provider("Play Money", sandbox=True)
    Alert.objects.create(
        id=WAITING,
        address="maria@example.org",
        language="en",
        corridor=Corridor.objects.get(slug="ae-ph"),
        send_currency="AED",
        receive_currency="PHP",
        amount=1000,
        filters="pay_out=cash",
        kind="at_least",
        threshold=20000,
        created_at=now,
        expires_at=now + timedelta(days=2),
    )


def fill_big(now: datetime) -> None:
    """kw-bd with more companies than any corridor of the survey has, each with a note."""
    seen: dict[str, Any] = {
        "seen": now - timedelta(hours=2),
        "currencies": ("KWD", "BDT"),
        "corridor": "kw-bd",
    }
    add_cross_rate("KWD", "BDT", "390", on=seen["seen"])
    record(
        *(
            price(
                f"Company {chr(97 + number % 26)}{number} Remittances",
                amount="100",
                fee=f"{number / 10:.1f}",
                rate=f"38{9 - number // 5}.5",
                pay_in=(PayIn.CASH,) if number % 3 else (PayIn.BANK_ACCOUNT, PayIn.CARD),
                access=(Access.BRANCH,) if number % 2 else (Access.CALL_CENTER, Access.INTERNET),
                pay_out=(PayOut.CASH,) if number % 5 else (PayOut.BANK_ACCOUNT,),
                note=f"Offer {number}: recipients may incur an additional cost when converting.",
                **seen,
            )
            for number in range(40)
        ),
        at=now,
    )


def fill_exports(now: datetime) -> None:
    """One export in each state that its page knows, under addresses that tests know."""
    states = ExportJob.State
    for state, more in (
        (states.WAITING, {}),
        (states.RUNNING, {"rows_done": 820_000}),
        (states.DONE, {"bytes": 652_582_534, "sha256": "0123456789abcdef" * 4}),
        (states.FAILED, {"failure": ExportJob.Failure.BROKEN}),
        (states.EXPIRED, {}),
    ):
        ExportJob.objects.create(
            id=EXPORTS[state],
            query="corridor=ae-ph&since=2013-01-01&pay_out=cash&current=1",
            format="parquet",
            name="remitcompare_ae-ph_2026-11-20_2026-11-20.parquet",
            state=state,
            rows_total=2_000_000,
            asked_at=now,
            expires_at=now + timedelta(days=1),
            **more,
        )


def fill_desk(now: datetime) -> None:
    """Somebody who may do everything, a price that waits, a market share, and a round of mystery shopping."""
    User.objects.create_superuser(OPERATOR, password=OPERATOR)
    cash = {"pay_in": "cash", "access": "branch", "pay_out": "cash", "provider": "Cash House 0"}
    seen = (now - timedelta(minutes=30)).isoformat()
    accept(delivery(a_price(**cash, rate=TURNED_ROUND, observed_at=seen), at=now), now=now)
    corridor = Corridor.objects.get(slug="ae-ph")
    stated = {"year": now.year, "source": "Central bank", "source_url": "https://bank.test/"}
    MarketShare.objects.create(
        corridor=corridor, provider=make_provider("Old Bank"), share_percent=40, **stated
    )
    days = {"starts_on": now.date(), "ends_on": now.date() + timedelta(days=9)}
    plan_visits(
        Round.objects.create(
            corridor=corridor, first_amount=735, target_visits=5, created_by=OPERATOR, **days
        ),
        today=now.date(),
    )


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    fill(datetime.now(UTC))
    call_command("load_support")
    fill_exports(datetime.now(UTC))
    fill_big(datetime.now(UTC))
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_OURS)
    fill_desk(datetime.now(UTC))
