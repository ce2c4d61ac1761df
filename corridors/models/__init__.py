"""What is stored: places, services, the append-only price history and reference rates."""

from corridors.models.exports import ExportJob
from corridors.models.places import Corridor, Country
from corridors.models.prices import CurrentPrice, Price, Service
from corridors.models.rates import ReferenceRate
from corridors.models.requirements import FundingStatement, MarketShare
from corridors.models.rollups import Frequency, ServiceRollup
from corridors.models.sources import Source

__all__ = [
    "Corridor",
    "Country",
    "CurrentPrice",
    "ExportJob",
    "Frequency",
    "FundingStatement",
    "MarketShare",
    "Price",
    "ReferenceRate",
    "Service",
    "ServiceRollup",
    "Source",
]
