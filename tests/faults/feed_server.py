"""A provider's server with one long table of prices, and the TOML by which it is read."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

READINGS = 50_000
COLUMNS = (
    "provider",
    "from",
    "to",
    "send_currency",
    "receive_currency",
    "send_amount",
    "fee",
    "rate",
    "observed_at",
)
SENDERS = {"AE": "AED", "SA": "SAR", "SG": "SGD", "GB": "GBP", "US": "USD"}
RECEIVERS = {"PH": "PHP", "IN": "INR", "BD": "BDT", "NP": "NPR", "ID": "IDR"}
PROVIDERS, AMOUNTS = 20, ("200", "500")

TOML = """
name = "Table of a test"
kind = "prices"
adapter = "mapped_table"
url = "http://localhost/"
data_url = "{address}/prices.csv"
terms_url = "http://localhost/"
licence = "of the test's own"
poll_every_minutes = 1440
stale_after_minutes = 52560000
reviewed_on = 2026-11-24

[options]
collection_method = "published_tariff"

[options.columns]
{columns}
"""


def table() -> bytes:
    """50,000 prices: every provider in every corridor at two amounts, an hour after the last round."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_rows())
    return text.getvalue().encode()


def _rows() -> Iterator[tuple[str, ...]]:
    written, hour = 0, 0
    while written < READINGS:
        at = f"2026-{1 + hour // 672:02}-{1 + hour % 672 // 24:02}T{hour % 24:02}:00:00Z"
        for sender, sending in SENDERS.items():
            for receiver, receiving in RECEIVERS.items():
                for number in range(PROVIDERS):
                    for amount in AMOUNTS:
                        if written == READINGS:
                            return
                        fee = f"{2 + number / 10:.2f}"
                        names = (f"Provider {number}", sender, receiver, sending, receiving)
                        yield (*names, amount, fee, f"{10 + hour / 1000:.4f}", at)
                        written += 1
        hour += 1


@contextmanager
def serving(body: bytes) -> Iterator[str]:
    """The address of a server that gives the table to every question."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/csv")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield "http://{}:{}".format(*server.server_address[:2])
        finally:
            server.shutdown()
            thread.join()


def write_source(folder: Path, address: str) -> None:
    """The source file of the table, in a folder for SOURCES_FOLDER."""
    columns = "\n".join(f'{name} = "{name}"' for name in COLUMNS)
    (folder / "table.toml").write_text(TOML.format(address=address, columns=columns), encoding="utf-8")
