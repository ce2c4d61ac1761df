"""What is sent between each two countries in a year, by the World Bank's estimate: weights for averages."""

import csv
import gzip
import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path
from types import MappingProxyType

import pycountry
from django.conf import settings

from corridors.facts import DATA
from corridors.places import country_name, known_countries

FLOWS_YEAR = 2011
MATRIX = "bilateral_remittance_matrix_2011.csv.gz"
ENCODING = "cp1252"


class UnknownPlaceError(ValueError):
    """A name in the matrix that is no known country and that nothing explains."""


@cache
def flows() -> Mapping[tuple[str, str], Decimal]:
    """Millions of US dollars a year by (sending, receiving) country, ISO 3166-1 alpha-2; none that is 0.

    Raises:
        UnknownPlaceError: the file names a place that corridors/data/flows_2011.toml does not explain.
    """
    packed = (Path(settings.BASE_DIR) / "datasets" / MATRIX).read_bytes()
    return MappingProxyType(dict(read_matrix(gzip.decompress(packed).decode(ENCODING))))


def read_matrix(text: str) -> Iterator[tuple[tuple[str, str], Decimal]]:
    """The flows of a matrix with the senders in its rows; its notes come after an empty line.

    Raises:
        UnknownPlaceError: a row or column is of a place that is neither known nor explained.
    """
    code_of = _reader_of_names()
    header, *lines = csv.reader(StringIO(text))
    receivers = [code_of(name) for name in header[1:]]
    for name, *cells in lines:
        if not name:
            return
        sender = code_of(name)
        for receiver, cell in zip(receivers, cells, strict=True):
            amount = Decimal(cell.replace(",", "") or 0)
            if sender and receiver and amount:
                yield (sender, receiver), amount


def _reader_of_names() -> Callable[[str], str | None]:
    with (DATA / f"flows_{FLOWS_YEAR}.toml").open("rb") as file:
        explained = tomllib.load(file)
    codes = {country_name(code): code for code in known_countries()}
    codes |= {country.name: country.alpha_2 for country in pycountry.countries}
    codes |= explained["names"]

    def code_of(name: str) -> str | None:
        if name in explained["left_out"]:
            return None
        if name not in codes:
            raise UnknownPlaceError(f"{name!r} in {MATRIX} is no country that we know")
        return codes[name]

    return code_of
