"""What becomes of a mail, whatever the mail server does and wherever a worker dies."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from alerts import outbox, sending
from alerts.models import Mail
from alerts.outbox import LEASE, begin, claim, recover, succeed, waiting
from tests.alerts.conftest import MakeAlert
from tests.alerts.smtp_server import MailServer, Stage
from tests.factories import NOW

pytestmark = pytest.mark.django_db
AFTER = NOW + LEASE + timedelta(seconds=1)
NEVER = NOW + timedelta(days=1)


@pytest.fixture
def queued(make_alert: MakeAlert) -> Mail:
    """A mail that asks for a confirmation and waits."""
    queued = Mail(alert=make_alert(confirmed_at=None), kind=Mail.Kind.CONFIRM)
    outbox.enqueue(queued, now=NOW)
    return queued


@pytest.fixture
def server(settings: Any, socket_enabled: None) -> Iterator[MailServer]:
    with MailServer().running() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 10
        yield running


def state(queued: Mail) -> str:
    queued.refresh_from_db()
    return queued.state


def send(at: Any = NOW) -> int:
    return sending.send_waiting(lambda: at)


class TestTheServer:
    def test_what_it_takes_is_sent_and_is_sent_once(self, server: MailServer, queued: Mail) -> None:
        assert (send(), send(AFTER)) == (1, 0)
        assert state(queued) == Mail.State.SENT
        ((to, message),) = server.taken
        assert to == "maria@example.org"
        assert message["Message-ID"] == f"<{queued.id}@example.org>"

    @pytest.mark.parametrize("stage", [Stage.RECIPIENT, Stage.TAKEN])
    def test_what_it_refuses_for_now_is_tried_again_after_a_pause(
        self, server: MailServer, queued: Mail, stage: Stage
    ) -> None:
        server.answers[stage] = "451 later"
        assert send() == 0
        assert state(queued) == Mail.State.WAITING
        assert waiting(NOW) == []
        server.answers.clear()
        assert send(NOW + timedelta(minutes=1)) == 1
        assert server.copies().total() == 1

    @pytest.mark.parametrize("stage", [Stage.RECIPIENT, Stage.TAKEN])
    def test_what_it_refuses_for_good_is_given_up(
        self, server: MailServer, queued: Mail, stage: Stage
    ) -> None:
        server.answers[stage] = "550 nobody here"
        assert send() == 0
        assert state(queued) == Mail.State.FAILED
        assert waiting(NEVER) == []

    @pytest.mark.parametrize("said", ["999 what", "hello"])
    def test_an_answer_that_means_nothing_leaves_it_in_doubt(
        self, server: MailServer, queued: Mail, said: str
    ) -> None:
        server.answers[Stage.TAKEN] = said
        assert send() == 0
        assert state(queued) == Mail.State.UNKNOWN

    def test_a_server_that_hangs_up_before_it_answers_leaves_it_in_doubt(
        self, server: MailServer, queued: Mail
    ) -> None:
        server.hangs_up_at = Stage.TAKEN
        assert send() == 0
        assert state(queued) == Mail.State.UNKNOWN
        server.hangs_up_at = None
        assert send(AFTER) == 0
        assert server.copies().total() == 1

    def test_a_server_that_falls_silent_leaves_it_in_doubt(
        self, server: MailServer, queued: Mail, settings: Any
    ) -> None:
        settings.EMAIL_TIMEOUT = 0.2
        server.silent_at = Stage.TAKEN
        assert send() == 0
        assert state(queued) == Mail.State.UNKNOWN

    @pytest.mark.parametrize("greeting", ["", "554 not you"])
    def test_one_that_lets_nobody_in_puts_every_mail_off_after_one_try(
        self, server: MailServer, queued: Mail, greeting: str
    ) -> None:
        outbox.enqueue(Mail(alert=queued.alert, kind=Mail.Kind.CONFIRM), now=NOW)
        if greeting:
            server.answers[Stage.CONNECTED] = greeting
        else:
            server.hangs_up_at = Stage.CONNECTED
        assert send() == 0
        assert waiting(NOW) == []
        assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 1]
        server.answers.clear()
        server.hangs_up_at = None
        assert send(NOW + timedelta(minutes=1)) == 2

    def test_what_it_says_is_not_logged_because_it_may_name_the_address(
        self, server: MailServer, queued: Mail, caplog: pytest.LogCaptureFixture
    ) -> None:
        server.answers[Stage.RECIPIENT] = "550 maria@example.org is unknown"
        send()
        assert "a mail was not sent" in caplog.text
        assert "maria" not in caplog.text


class TestAWorkerThatDies:
    def test_before_it_spoke_to_the_server_is_followed_by_another(self, queued: Mail) -> None:
        assert claim(queued.id, now=NOW) is not None
        assert (send(NOW), len(mail.outbox)) == (0, 0)
        assert send(AFTER) == 1
        assert state(queued) == Mail.State.SENT

    def test_while_it_spoke_to_the_server_is_followed_by_nobody(self, queued: Mail) -> None:
        claimed = claim(queued.id, now=NOW)
        assert claimed is not None
        assert begin(claimed)
        assert (send(AFTER), send(NEVER)) == (0, 0)
        assert state(queued) == Mail.State.UNKNOWN
        assert mail.outbox == []

    def test_and_comes_back_after_its_lease_sends_nothing(self, queued: Mail) -> None:
        late = claim(queued.id, now=NOW)
        assert late is not None
        recover(AFTER)
        other = claim(queued.id, now=AFTER)
        assert other is not None
        assert (begin(late), begin(other)) == (False, True)

    def test_or_was_only_slow_still_says_that_the_mail_is_sent(self, queued: Mail) -> None:
        slow = claim(queued.id, now=NOW)
        assert slow is not None
        begin(slow)
        recover(AFTER)
        assert state(queued) == Mail.State.UNKNOWN
        succeed(slow, now=AFTER)
        assert state(queued) == Mail.State.SENT


class TestTheOutbox:
    def test_of_two_who_claim_a_mail_one_has_it(self, queued: Mail) -> None:
        assert claim(queued.id, now=NOW) is not None
        assert claim(queued.id, now=NOW) is None

    def test_pauses_grow_with_every_try(self, queued: Mail) -> None:
        at, pauses = NOW, []
        for _ in range(5):
            claimed = claim(queued.id, now=at)
            assert claimed is not None
            outbox.put_back(claimed, now=at)
            queued.refresh_from_db()
            pauses.append(queued.not_before - at)
            at = queued.not_before
        assert [pause.total_seconds() / 60 for pause in pauses] == [1, 5, 15, 60, 60]

    @pytest.mark.parametrize(("kind", "hours"), [(Mail.Kind.NEWS, 6), (Mail.Kind.CONFIRM, 24)])
    def test_what_waited_too_long_is_given_up(
        self, make_alert: MakeAlert, kind: Mail.Kind, hours: int
    ) -> None:
        old = Mail(alert=make_alert(), kind=kind)
        outbox.enqueue(old, now=NOW)
        recover(NOW + timedelta(hours=hours) - timedelta(seconds=1))
        assert state(old) == Mail.State.WAITING
        recover(NOW + timedelta(hours=hours))
        assert state(old) == Mail.State.FAILED

    def test_the_one_that_waits_longest_goes_first(self, queued: Mail) -> None:
        older = Mail(alert=queued.alert, kind=Mail.Kind.CONFIRM)
        outbox.enqueue(older, now=NOW - timedelta(minutes=1))
        assert waiting(NOW) == [older.id, queued.id]

    def test_sending_stops_after_a_minute_and_leaves_the_rest_to_the_next(self, queued: Mail) -> None:
        outbox.enqueue(Mail(alert=queued.alert, kind=Mail.Kind.CONFIRM), now=NOW)
        ticks = iter([0.0, 1.0, 61.0])
        assert sending.send_waiting(lambda: NOW, clock=lambda: next(ticks)) == 1
        assert send() == 1

    def test_what_cannot_be_put_into_a_mail_is_given_up(
        self, queued: Mail, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(mail: Mail) -> None:
            raise ValueError("maria@example.org")

        monkeypatch.setattr(sending, "message_of", broken)
        assert send() == 0
        assert state(queued) == Mail.State.FAILED
        assert "a mail cannot be written" in caplog.text
        assert "maria" not in caplog.text
