"""Whatever kills a worker while it sends, no mail goes out twice, and none that waited is lost."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from tests.alerts.smtp_server import MailServer, Stage
from tests.faults.deployment import ROOT, Deployment, Worker
from tests.faults.servers import wait_until

PEOPLE, KILLS = 60, 8
LATEST_KILL = 2.0


@pytest.fixture(autouse=True)
def _network_of_this_machine(socket_enabled: None) -> None:
    """These tests talk to servers of their own on this machine."""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer().running() as running:
        yield running


@pytest.fixture
def sending(deployment: Deployment, server: MailServer) -> Deployment:
    """A deployment that sends its alerts to the server."""
    deployment.environment |= {
        "EMAIL_URL": server.url,
        "SITE_URL": "https://compare.example.org",
        "ALERTS_FROM": "alerts@example.org",
    }
    return deployment


def write_news(deployment: Deployment, people: int) -> None:
    """Let a command look once, as a worker would: a mail for each waits in the outbox."""
    command = [sys.executable, "-m", "tests.faults.alert_data", str(people)]
    subprocess.run(command, cwd=ROOT, env=deployment.environment, check=True)
    looked = deployment.manage("shell", "-c", "from alerts.tasks import look; look()")
    assert looked.returncode == 0, looked.stderr
    assert states(deployment) == {"waiting": people}


def states(deployment: Deployment) -> Counter[str]:
    rows = deployment.postgres.rows("SELECT state, count(*) FROM alerts_mail GROUP BY state")
    return Counter({str(state): int(str(count)) for state, count in rows})


def let_leases_run_out(deployment: Deployment) -> None:
    """As if ten minutes had passed. Only while no worker lives."""
    deployment.postgres.execute("UPDATE alerts_mail SET claimed_until = now() - interval '1 second'")


def under_way(deployment: Deployment) -> int:
    found = states(deployment)
    return found["waiting"] + found["claimed"] + found["sending"]


def send_the_rest(deployment: Deployment) -> None:
    with Worker(deployment):
        wait_until(lambda: _ask_again(deployment) == 0, "every mail has come to its end", within=120)


def _ask_again(deployment: Deployment) -> int:
    """How many mails are left, once a worker has been told to send them, as beat does all the time."""
    if not deployment.queued():
        deployment.send("alerts.send")
    return under_way(deployment)


def test_a_worker_killed_before_the_server_spoke_is_followed_by_another(
    sending: Deployment, server: MailServer
) -> None:
    write_news(sending, 3)
    server.silent_at = Stage.CONNECTED
    with Worker(sending) as worker:
        sending.send("alerts.send")
        assert server.reached.wait(60)
        worker.kill()
    assert states(sending) == {"claimed": 1, "waiting": 2}
    server.silent_at = None
    server.go_on.set()
    let_leases_run_out(sending)
    send_the_rest(sending)
    assert states(sending) == {"sent": 3}
    assert sorted(server.copies().values()) == [1, 1, 1]


def test_a_worker_killed_after_the_server_took_the_mail_is_not(
    sending: Deployment, server: MailServer
) -> None:
    write_news(sending, 3)
    server.silent_at = Stage.TAKEN
    with Worker(sending) as worker:
        sending.send("alerts.send")
        assert server.reached.wait(60)
        worker.kill()
    assert states(sending) == {"sending": 1, "waiting": 2}
    server.silent_at = None
    server.go_on.set()
    let_leases_run_out(sending)
    send_the_rest(sending)
    assert states(sending) == {"sent": 2, "unknown": 1}
    assert sorted(server.copies().values()) == [1, 1, 1]
    assert sending.postgres.number("SELECT count(*) FROM alerts_alert WHERE NOT is_armed") == 2


def test_two_workers_killed_again_and_again_send_no_mail_twice_and_lose_none_that_waited(
    sending: Deployment, server: MailServer
) -> None:
    write_news(sending, PEOPLE)
    server.thinks_seconds = 0.01
    chance, killed_at_work = Random(20261124), 0
    for _ in range(KILLS):
        with Worker(sending, "one") as one, Worker(sending, "two") as two:
            for _ in range(2):
                sending.send("alerts.send")
            taken = len(server.taken)
            wait_until(lambda: len(server.taken) > taken or not under_way(sending), "mails go out")  # noqa: B023
            time.sleep(chance.uniform(0, LATEST_KILL) * chance.random())
            killed_at_work += under_way(sending) > 0
            one.kill()
            two.kill()
        let_leases_run_out(sending)
        if not under_way(sending):
            break
    send_the_rest(sending)
    assert killed_at_work > 1
    ended, copies = states(sending), server.copies()
    assert set(copies.values()) == {1}
    assert ended["sent"] + ended["unknown"] == PEOPLE
    assert ended["unknown"] <= 2 * KILLS
    sent = {str(row[0]) for row in sending.postgres.rows("SELECT id FROM alerts_mail WHERE state = 'sent'")}
    assert {f"<{number}@example.org>" for number in sent} <= copies.keys()
    assert len(copies) >= ended["sent"]
