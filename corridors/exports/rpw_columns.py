"""The columns of a Remittance Prices Worldwide file as the World Bank names and orders them, then ours.

Source: the header of the dataset of 2011 to 2013. Ours come last, where programs that read the World Bank's
files by name or by place do not look; docs/adr/0011-exported-survey-rows-keep-their-line.md says what for.
"""

from corridors.exports.columns import Column, Kind
from corridors.models.prices import MONEY_PLACES, RATIO_PLACES

POINTS = (("cc1", 200), ("cc2", 500))


def _text(name: str, description: str, *, is_foreign: bool = False, is_required: bool = False) -> Column:
    return Column(
        name=name,
        kind=Kind.TEXT,
        description=description,
        is_foreign=is_foreign,
        is_required=is_required,
    )


def _number(name: str, description: str, *, unit: str, places: int) -> Column:
    return Column(name=name, kind=Kind.DECIMAL, description=description, unit=unit, places=places)


def _point(point: str, nominal: int) -> tuple[Column, ...]:
    at = f"at the price point of USD {nominal}"
    return (
        _number(f"{point} lcu amount", f"Amount sent {at}", unit="sending currency", places=MONEY_PLACES),
        _number(f"{point} denomination amount", f"Nominal amount {at}", unit="USD", places=MONEY_PLACES),
        _text(f"{point} lcu code", f"Sending currency {at}, ISO 4217"),
        _number(f"{point} lcu fee", f"Fee {at}", unit="sending currency", places=MONEY_PLACES),
        _number(
            f"{point} lcu fx rate",
            f"Exchange rate applied {at}, as the source gives it; a survey's is not to be trusted",
            unit="receiving currency per unit of sending currency",
            places=RATIO_PLACES,
        ),
        _number(f"{point} fx margin", f"Exchange-rate margin {at}", unit="%", places=RATIO_PLACES),
        _number(f"{point} total cost %", f"Total cost {at}", unit="%", places=RATIO_PLACES),
    )


RPW_COLUMNS: tuple[Column, ...] = (
    _text("id", "The survey's own number of the row, which no other release keeps", is_foreign=True),
    _text("period", "Survey period, or the quarter in which a price was seen", is_required=True),
    _text("source", "Sending country, ISO 3166-1 alpha-3", is_required=True),
    _text("destination", "Receiving country, ISO 3166-1 alpha-3", is_required=True),
    _text("firm", "Provider", is_foreign=True, is_required=True),
    _text("firm_type", "Kinds of institution, joined by ' / '"),
    _text("product", "How the money is paid in, and at times how it is paid out", is_required=True),
    _text("sending location", "Where the order is handed in", is_required=True),
    _text("speed actual", "How long it takes", is_required=True),
    *_point(*POINTS[0]),
    *_point(*POINTS[1]),
    _number(
        "inter lcu bank fx",
        "Interbank exchange rate, as the source gives it; a survey's is not to be trusted",
        unit="receiving currency per unit of sending currency",
        places=RATIO_PLACES,
    ),
    _text("transparent", "Whether the exchange rate is disclosed: yes or no", is_required=True),
    _text("note1", "The source's note", is_foreign=True),
    _text("note2", "The source's second note", is_foreign=True),
    _text("coverage", "How far the receiving network reaches"),
    _text("pick-up method", "How the recipient gets the money"),
    _text("date", "Day on which the price was seen, such as 22/Jan/2011", is_required=True),
    _text("line", "Tells rows of one survey apart; keep it, so that a row that is imported again is known"),
    *(
        _text(f"{point} paid out in", f"Currency paid out at the price point of USD {nominal}, ISO 4217")
        for point, nominal in POINTS
    ),
    _text("collected from", "Key of the source; rpw is the World Bank's survey", is_required=True),
    _text("sandbox", "Whether the price is invented, for trying the site: yes or no", is_required=True),
)
