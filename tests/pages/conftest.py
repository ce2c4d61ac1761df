"""A fixed Friday, a corridor with something to choose, and pages read as a person reads them."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from corridors.domain.codes import Access, PayIn, PayOut, ProviderType
from tests.factories import NOW, add_cross_rate, price, record

Read = Callable[..., "Page"]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._silent += tag in {"script", "style", "title", "template"}

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "title", "template"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


class Page:
    """An answer with its text as it reads: no-break spaces are spaces, and runs of them are one."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.content.decode()
        parser = _Text()
        parser.feed(self.html)
        self.text = re.sub(r"\s+", " ", " ".join(parser.parts)).strip()

    def __contains__(self, words: str) -> bool:
        return words in self.text

    def loaded(self) -> list[str]:
        """What is loaded with it. A manifest is loaded when a browser likes, an icon that is data never."""
        found = re.findall(r'<(script|link|img|iframe)([^>]*) (?:src|href)="([^"]+)"', self.html)
        return [
            address
            for _tag, before, address in found
            if 'rel="manifest"' not in before and not address.startswith("data:image/svg+xml,")
        ]

    def links(self) -> list[str]:
        """Where every link leads."""
        return [href.replace("&amp;", "&") for href in re.findall(r'<a [^>]*href="([^"]*)"', self.html)]

    def services(self) -> list[int]:
        """The ranked services, best first."""
        return [int(number) for number in re.findall(r'data-service="(\d+)"', self.html)]


@pytest.fixture(autouse=True)
def _a_friday_in_2026() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def read(client: Client, db: None) -> Read:
    """Read a page."""

    def _read(address: str, **headers: str) -> Page:
        return Page(client.get(address, headers=headers))  # type: ignore[arg-type]

    return _read


@pytest.fixture
def ae_ph(db: None) -> None:
    """From the Emirates to the Philippines: four companies to choose from, 1 dirham at 12 pesos."""
    add_cross_rate("AED", "PHP", "12")
    slow: dict[str, Any] = {"speed_min_minutes": 4320, "speed_max_minutes": 7200}
    record(
        price("Swift Hawk", fee="10", rate="11.9"),
        price("Plain Exchange", fee="20", rate="11.8"),
        price(
            "Old Bank",
            fee="0",
            rate="11.5",
            kind=ProviderType.BANK,
            pay_in=(PayIn.BANK_ACCOUNT, PayIn.CARD),
            access=(Access.BRANCH, Access.CALL_CENTER),
            pay_out=(PayOut.BANK_ACCOUNT,),
            **slow,
        ),
        price("Silent Bank", fee="25", rate=None, kind=ProviderType.BANK),
    )
