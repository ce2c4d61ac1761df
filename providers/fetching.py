"""Asking a source: every answer is archived, compressed and by its hash, before anyone reads it."""

import hashlib
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from providers import archive
from providers.adapters import adapter_of
from providers.adapters.base import Answer, ParseError
from providers.feeds import since
from providers.http import FetchError, Http
from providers.models import ArchivedAnswer, FeedRun
from providers.sources import SourceError, SourceFacts

State = FeedRun.State
# The rest of a run's time is for recording what came.
TIME_FOR_ASKING = 0.7
# However long a source asks for, it is asked again within a day.
LONGEST_WAIT = timedelta(days=1)


def start_run(facts: SourceFacts, *, trigger: FeedRun.Trigger, now: datetime) -> FeedRun:
    """A new run of a source whose facts are stored already."""
    return FeedRun.objects.create(source_id=facts.key, trigger=trigger, state=State.FETCHING, started_at=now)


class Fetched(NamedTuple):
    """Whether answers came that are to be recorded, and after how long the source wants to be asked again."""

    came: bool
    retry_after: timedelta | None = None


def fetch_into(run: FeedRun, facts: SourceFacts, *, http: Http) -> Fetched:
    """Ask the source everything, archiving each answer.

    What failed is written into the run; answers that came before it stay and will be recorded. A folder
    without a file is no failure: the run is done.
    """
    retry_after: timedelta | None = None
    today = timezone.now().date()
    asking = Asking(run, http=http)
    adapter = adapter_of(facts, today=today, ask=asking, keep=asking.keep)
    hashes: list[str] = []
    try:
        for answer in adapter.fetch(since(facts.key, today)):
            hashes.append(answer.sha256)
    except (FetchError, ParseError, SourceError, archive.ArchiveError) as error:
        run.error = str(error)
        if isinstance(error, FetchError) and error.retry_after:
            retry_after = timedelta(seconds=min(error.retry_after, LONGEST_WAIT.total_seconds()))
    run.payload_sha256 = hash_of(hashes)
    run.state = State.FETCHED if hashes else State.FAILED if run.error else State.DONE
    if not hashes:
        run.finished_at = timezone.now()
    run.save(update_fields=["error", "payload_sha256", "state", "finished_at"])
    return Fetched(bool(hashes), retry_after)


def archived_answer(row: ArchivedAnswer) -> Answer:
    """An answer as it came, its body read from the archive.

    Raises:
        ArchiveError: the body is gone or broken.
    """
    return Answer(archive.read(row.sha256), row.sha256, row.content_type, row.received_at, row.asked)


def hash_of(hashes: list[str]) -> str:
    """The hash of the one payload, or of the hashes of several in their order."""
    if len(hashes) == 1:
        return hashes[0]
    return hashlib.sha256("".join(hashes).encode()).hexdigest() if hashes else ""


class Asking:
    """How an adapter of one run asks (providers.adapters.base.Ask and Keep).

    A question that was answered before goes out with the answer's validators; "not modified" gives the
    archived body again, as of now, so that adapters never see the difference.
    """

    def __init__(self, run: FeedRun, *, http: Http, clock: Callable[[], float] = time.monotonic) -> None:
        self._run, self._http, self._clock = run, http, clock
        self._until = clock() + settings.FEED_TIME_LIMIT_SECONDS * TIME_FOR_ASKING

    def __call__(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        secret: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> Answer:
        if self._clock() > self._until:
            raise FetchError("the source takes too long to answer everything; the rest was not asked")
        question = f"{url}?{urlencode(params)}" if params else url
        if form is not None:
            reply = self._http.post(question, data=form, headers=headers)
            question = f"{question} {urlencode(form)}"
            return self._archived(question, reply.body, reply.content_type, asked or {})
        known, archived = self._known(question)
        reply = self._http.get(
            url,
            params={**(params or {}), **(secret or {})} or None,
            headers=headers,
            etag=known.etag if known else "",
            last_modified=known.last_modified if known else "",
        )
        if reply.not_modified and known is not None:
            body, content_type = archived, known.content_type
            etag, last_modified = known.etag, known.last_modified
        else:
            body, content_type = reply.body, reply.content_type
            etag, last_modified = reply.etag, reply.last_modified
        return self._archived(
            question, body, content_type, asked or {}, etag=etag, last_modified=last_modified
        )

    def keep(self, body: bytes, *, content_type: str, asked: Mapping[str, str]) -> Answer:
        """Archive what was read from a file."""
        return self._archived(asked.get("file", ""), body, content_type, asked)

    def _known(self, question: str) -> tuple[ArchivedAnswer | None, bytes]:
        """The last answer to the same question with its body, when it has a validator and is whole."""
        last = (
            ArchivedAnswer.objects.filter(question=question[:500], run__source_id=self._run.source_id)
            .order_by("-id")
            .first()
        )
        if last is None or not (last.etag or last.last_modified):
            return None, b""
        try:
            return last, archive.read(last.sha256)
        except archive.ArchiveError:
            return None, b""  # asked plainly, the source gives it again

    def _archived(
        self,
        question: str,
        body: bytes,
        content_type: str,
        asked: Mapping[str, str],
        *,
        etag: str = "",
        last_modified: str = "",
    ) -> Answer:
        sha256, received_at = archive.store(body), timezone.now()
        ArchivedAnswer.objects.create(
            run=self._run,
            sha256=sha256,
            question=question[:500],
            asked=dict(asked),
            content_type=content_type[:100],
            # A validator cut short would match nothing.
            etag=etag if len(etag) <= 200 else "",
            last_modified=last_modified if len(last_modified) <= 100 else "",
            bytes=len(body),
            received_at=received_at,
        )
        return Answer(body, sha256, content_type, received_at, dict(asked))


class Trying:
    """How an adapter asks when nothing may be kept: no archive, no validators."""

    def __init__(self, http: Http) -> None:
        self._http = http

    def __call__(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        secret: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> Answer:
        if form is not None:
            asked_of = f"{url}?{urlencode(params)}" if params else url
            reply = self._http.post(asked_of, data=form, headers=headers)
        else:
            reply = self._http.get(url, params={**(params or {}), **(secret or {})} or None, headers=headers)
        return self.keep(reply.body, content_type=reply.content_type, asked=asked or {})

    def keep(self, body: bytes, *, content_type: str, asked: Mapping[str, str]) -> Answer:
        """The answer, with its hash and the time."""
        return Answer(body, hashlib.sha256(body).hexdigest(), content_type, timezone.now(), dict(asked))
