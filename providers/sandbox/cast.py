"""Who the sandbox invents, and between which countries.

Every provider is an animal or a tree and begins with "Sandbox ", so that no answer, page or export can pass
for a real one. No name is meant to be a company's.

The survey has no prices from Hong Kong and Thailand, and none to Myanmar, Cambodia and Laos: those corridors
borrow the fees and margins of a neighbour's (`like`), the fees converted into the sender's currency.
"""

from decimal import Decimal
from typing import NamedTuple


class Route(NamedTuple):
    """A corridor with its currencies, and the surveyed corridor whose fees and margins it has."""

    source: str
    destination: str
    send_currency: str
    receive_currency: str
    like: str

    @property
    def slug(self) -> str:
        return f"{self.source}-{self.destination}".lower()


class Player(NamedTuple):
    """An invented provider that answers in the format of Wise's comparison, its fee inside the amount."""

    number: int
    name: str
    type: str
    duration: tuple[str | None, str | None]


class Counter(NamedTuple):
    """One service of the invented provider that publishes a tariff, its fee on top, with the codes of our own
    domain; `states_rate`, or else its margin.
    """

    key: str
    pay_in: str
    access: str
    pay_out: str
    fastest_minutes: int
    slowest_minutes: int
    states_rate: bool


# Every way in which a duration comes: both ends, one alone, none.
PLAYERS = (
    Player(900_001, "Sandbox Heron Transfer", "moneyTransferProvider", ("PT0S", "PT1H")),
    Player(900_002, "Sandbox Tapir Remit", "moneyTransferProvider", ("PT4H", "PT24H")),
    Player(900_003, "Sandbox Pangolin Transfer", "moneyTransferProvider", (None, "PT48H")),
    Player(900_004, "Sandbox Dugong Pay", "moneyTransferProvider", ("PT30M", None)),
    Player(900_005, "Sandbox Banyan Bank", "bank", (None, None)),
)

PUBLISHER, PUBLISHER_TYPE = "Sandbox Tamarind Bank", "bank"
COUNTERS = (
    Counter("tamarind-online", "bank_account", "internet", "bank_account", 60, 2_880, states_rate=False),
    Counter("tamarind-branch", "cash", "branch", "cash", 0, 60, states_rate=True),
)

# Where a tariff's bands end, in amounts that the survey usually asks for (about USD 200), and how many times
# the first band's fixed fee each has, as price lists go.
BANDS = ((Decimal(3), Decimal(1)), (Decimal(15), Decimal("1.5")))


def _route(pair: str, currencies: str, like: str = "") -> Route:
    source, destination = pair.split("-")
    sending, receiving = currencies.split("-")
    return Route(source, destination, sending, receiving, like or pair.lower())


ROUTES = (
    _route("AE-PH", "AED-PHP"),
    _route("AE-IN", "AED-INR"),
    _route("AE-LK", "AED-LKR"),
    _route("AE-NP", "AED-NPR"),
    _route("SA-PH", "SAR-PHP"),
    _route("SA-PK", "SAR-PKR"),
    _route("SA-BD", "SAR-BDT"),
    _route("SG-ID", "SGD-IDR"),
    _route("SG-PH", "SGD-PHP"),
    _route("SG-IN", "SGD-INR"),
    _route("MY-ID", "MYR-IDR"),
    _route("MY-BD", "MYR-BDT"),
    _route("KR-VN", "KRW-VND"),
    _route("JP-PH", "JPY-PHP"),
    _route("GB-IN", "GBP-INR"),
    _route("GB-BD", "GBP-BDT"),
    _route("GB-PK", "GBP-PKR"),
    _route("US-MX", "USD-MXN"),
    _route("US-PH", "USD-PHP"),
    _route("US-VN", "USD-VND"),
    _route("HK-PH", "HKD-PHP", like="sg-ph"),
    _route("HK-ID", "HKD-IDR", like="sg-id"),
    _route("TH-MM", "THB-MMK", like="my-bd"),
    _route("TH-KH", "THB-KHR", like="my-id"),
    _route("TH-LA", "THB-LAK", like="my-id"),
)
