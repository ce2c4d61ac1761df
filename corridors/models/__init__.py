"""What is stored: places, services, the append-only price history and reference rates."""

from corridors.models.places import Corridor, Country
from corridors.models.prices import CurrentPrice, Price, Service
from corridors.models.rates import ReferenceRate
from corridors.models.sources import Source

__all__ = [
    "Corridor",
    "Country",
    "CurrentPrice",
    "Price",
    "ReferenceRate",
    "Service",
    "Source",
]
