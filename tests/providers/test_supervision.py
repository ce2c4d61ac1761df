"""Real processes started and stopped together; they wait on pipes, so nothing here waits for a clock."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import Popen
from threading import Event
from typing import Any

import pytest

from providers import supervision
from providers.supervision import LONGEST_PAUSE, LOOK_EVERY_SECONDS, Part, supervise

# A child that lives until it is stopped: it reads from a pipe that nobody writes to.
WAITS = "import os; os.read(int(os.environ['NEVER']), 1)"
# What its first argument says is written where the test reads it, in one piece.
SAYS = "import os, sys; os.write(int(os.environ['SAID']), sys.argv[1].encode() + b'\\n')"


class Pipes:
    """Two pipes that children inherit: one they say things into, one that never says anything."""

    def __init__(self) -> None:
        self.reads, self.says = os.pipe()
        self.never, self.unwritten = os.pipe()
        for end in (self.says, self.never):
            os.set_inheritable(end, True)
        self.children: list[Popen[bytes]] = []

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "SAID": str(self.says), "NEVER": str(self.never)}

    def said(self) -> list[str]:
        """What the children have said, all of them gone."""
        os.set_blocking(self.reads, False)
        try:
            return os.read(self.reads, 65_536).decode().split()
        except BlockingIOError:
            return []

    def close(self) -> None:
        for end in (self.reads, self.says, self.never, self.unwritten):
            os.close(end)


class Waits(Event):
    """An Event that notes how long it was asked to wait, and waits a moment at most."""

    asked: list[float]

    def wait(self, timeout: float | None = None) -> bool:
        self.asked.append(timeout or 0)
        return super().wait(0.01)


@pytest.fixture
def pipes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipes]:
    """Pipes, which children keep: Popen closes what it is not told to pass on."""
    made = Pipes()
    real = subprocess.Popen

    def passing(*arguments: Any, **options: Any) -> Popen[bytes]:
        child: Any = real(*arguments, pass_fds=(made.says, made.never), **options)
        made.children.append(child)
        return made.children[-1]

    monkeypatch.setattr(subprocess, "Popen", passing)
    yield made
    assert all(child.returncode is not None for child in made.children), "a child was left behind"
    made.close()


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    asked: list[float] = []
    monkeypatch.setattr(Waits, "asked", asked, raising=False)
    monkeypatch.setattr(supervision, "Event", Waits)
    return asked


def part(name: str, *code: str, essential: bool = False) -> Part:
    return Part(name, python(*code, argument=name), is_essential=essential)


def python(*code: str, argument: str = "") -> list[str]:
    return [sys.executable, "-c", "\n".join(code), argument]


def run(parts: Sequence[Part], pipes: Pipes) -> int:
    return supervise(parts, environment=pipes.environment)


def end_with(status: int) -> str:
    return f"import sys; sys.exit({status})"


TELL_PARENT = "import os, signal; os.kill(os.getppid(), signal.{})"


@pytest.mark.usefixtures("waited")
class TestEnding:
    @pytest.mark.parametrize(("status", "answer"), [(3, 3), (0, 1)])
    def test_when_an_essential_part_ends_everything_is_over(
        self, status: int, answer: int, pipes: Pipes
    ) -> None:
        parts = [part("site", SAYS, end_with(status), essential=True), part("other", WAITS)]
        assert run(parts, pipes) == answer
        assert pipes.said() == ["site"]

    @pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
    def test_told_to_stop_it_stops_every_part_and_ends_well(self, name: str, pipes: Pipes) -> None:
        says_so = "import signal, sys"
        handler = (
            "signal.signal(signal.SIGTERM, lambda *_: (os.write(int(os.environ['SAID']), b'stopped\\n'), "
            "sys.exit()))"
        )
        last = part("last", says_so, "import os", handler, TELL_PARENT.format(name), WAITS)
        parts = [part("site", SAYS, WAITS, essential=True), last]
        assert run(parts, pipes) == 0
        assert "stopped" in pipes.said()

    def test_signals_are_handled_as_before_when_it_is_over(self, pipes: Pipes) -> None:
        before = [signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)]
        run([part("site", end_with(1), essential=True)], pipes)
        assert [signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)] == before

    def test_a_part_that_does_not_stop_is_killed(self, pipes: Pipes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(supervision, "STOPS_WITHIN_SECONDS", 0.05)
        deaf = part(
            "deaf",
            "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
            TELL_PARENT.format("SIGTERM"),
            WAITS,
        )
        assert run([deaf], pipes) == 0
        assert [child.returncode for child in pipes.children] == [-signal.SIGKILL]

    def test_a_part_that_cannot_be_started_stops_those_that_were(self, pipes: Pipes) -> None:
        parts = [part("site", WAITS, essential=True), Part("other", ["/nowhere/to/be/found"])]
        before = signal.getsignal(signal.SIGTERM)
        with pytest.raises(FileNotFoundError):
            run(parts, pipes)
        assert signal.getsignal(signal.SIGTERM) == before
        assert [child.returncode for child in pipes.children] == [-signal.SIGTERM]


class TestStartingAgain:
    def test_another_part_that_ends_is_started_again_after_longer_and_longer_pauses(
        self, pipes: Pipes, waited: list[float], tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The ninth start asks the supervisor to stop. Time is what the supervisor has waited."""
        starts = tmp_path / "starts"
        dying = part(
            "collector",
            f"import os, signal; file = open({str(starts)!r}, 'ab', 0); file.write(b'x')",
            "file.tell() == 9 and os.kill(os.getppid(), signal.SIGTERM)",
        )
        parts = [part("site", WAITS, essential=True), dying]
        assert supervise(parts, environment=pipes.environment, clock=lambda: sum(waited)) == 0
        assert starts.stat().st_size == 9
        assert set(waited) == {LOOK_EVERY_SECONDS}
        pauses = [float(said) for said in re.findall(r"'after_seconds': ([\d.]+)", caplog.text)]
        assert pauses[:8] == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE]

    def test_parts_get_the_environment_that_is_given(self, pipes: Pipes, waited: list[float]) -> None:
        says = "import os; os.write(int(os.environ['SAID']), os.environ['SANDBOX_URL'].encode())"
        environment = pipes.environment | {"SANDBOX_URL": "http://127.0.0.1:9"}
        assert supervise([part("site", says, essential=True)], environment=environment) == 1
        assert pipes.said() == ["http://127.0.0.1:9"]
