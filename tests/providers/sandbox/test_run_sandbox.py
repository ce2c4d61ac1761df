"""The command: where it may run, what it says, and how it stops."""

import contextlib
import io
import signal
import socket
import urllib.request
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from corridors.domain.codes import RateBasis
from providers.sandbox.market import SandboxError
from providers.sandbox.server import SandboxServer, is_loopback
from tests.factories import add_rate, record, surveyed
from tests.providers.sandbox.markets import whole_market

FRIDAY = datetime(2026, 10, 30, tzinfo=UTC)


class Terminal(io.StringIO):
    """Notes what is printed; asks the first page, then stops the process, once the command waits."""

    page = ""

    def __init__(self, how: signal.Signals) -> None:
        super().__init__()
        self.how = how

    def write(self, text: str) -> int:
        written = super().write(text)
        if "Stop with" in text:
            address = self.getvalue().split(" is at ")[1].split(": ")[0]
            with urllib.request.urlopen(address) as answer:
                self.page = answer.read().decode()
            signal.raise_signal(self.how)
        return written


@pytest.fixture
def stored() -> None:
    said: dict[str, Any] = {"rate": None, "rate_basis": RateBasis.FROM_MARGIN, "transparent": True}
    record(surveyed(**said, stated_fx_margin_percent=Decimal(1)))
    add_rate("EUR", "AED", "4", on=FRIDAY)
    add_rate("EUR", "PHP", "70", on=FRIDAY)


@pytest.mark.django_db
class TestCommand:
    @pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
    @pytest.mark.usefixtures("stored")
    def test_it_says_where_it_is_answers_there_and_stops_when_asked(self, how: signal.Signals) -> None:
        before = signal.getsignal(how)
        terminal = Terminal(how)
        call_command("run_sandbox", "--port", "0", stdout=terminal)
        said = terminal.getvalue()
        assert "The sandbox is at http://127.0.0.1:" in said
        assert ": 1 corridors, every price invented." in said
        assert "No survey or no reference rate for: ae-in, " in said
        assert said.endswith("The sandbox has stopped.\n")
        assert "Corridors: ae-ph\n" in terminal.page
        assert signal.getsignal(how) == before

    @pytest.mark.usefixtures("stored")
    def test_it_can_begin_with_a_fault(self) -> None:
        terminal = Terminal(signal.SIGTERM)
        call_command("run_sandbox", "--port", "0", "--fault", "slow_drip", stdout=terminal)
        assert "Every answer has the fault slow_drip." in terminal.getvalue()

    @pytest.mark.usefixtures("stored")
    @pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "sandbox.example.org"])
    def test_it_refuses_an_address_that_others_reach(self, host: str) -> None:
        with pytest.raises(CommandError, match="can be reached from other machines"):
            call_command("run_sandbox", "--host", host, "--port", "0")

    @pytest.mark.parametrize(
        "production", [{"ALLOWED_HOSTS": ["remit.example.org"]}, {"BEHIND_HTTPS_PROXY": True}], ids=str
    )
    @pytest.mark.usefixtures("stored")
    def test_it_refuses_beside_a_site_that_others_reach(
        self, production: dict[str, Any], settings: Settings
    ) -> None:
        for name, value in production.items():
            setattr(settings, name, value)
        with pytest.raises(CommandError, match="a sandbox invents prices"):
            call_command("run_sandbox", "--port", "0")

    def test_without_a_survey_it_says_what_to_do(self) -> None:
        with pytest.raises(CommandError, match=r"run manage\.py load_datasets first"):
            call_command("run_sandbox", "--port", "0")

    @pytest.mark.usefixtures("stored")
    def test_a_port_in_use_is_named(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            with pytest.raises(CommandError, match=f"Port {port} cannot be used"):
                call_command("run_sandbox", "--port", str(port))

    def test_a_port_that_is_none_is_refused(self) -> None:
        with pytest.raises(CommandError, match="70000 is not a port"):
            call_command("run_sandbox", "--port", "70000")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_alone_is_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "10.0.0.1", "example.org", "localhost.example.org"])
def test_everything_else_is_not(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(SandboxError, match="can be reached from other machines"):
        SandboxServer((host, 0), market=whole_market())


def has_ipv6() -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        return True
    return False


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_it_answers_on_ipv6_too() -> None:
    server = SandboxServer(("::1", 0), market=whole_market())
    with server.running() as url:
        assert url.startswith("http://[::1]:")
        with urllib.request.urlopen(url) as answer:
            assert answer.headers["X-Sandbox"] == "yes"
