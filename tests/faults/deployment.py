"""Many machines on one: real Celery workers over a database and a broker that tests may kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import redis

from tests.faults.servers import Postgres, Redis, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
WORKER = ("worker", "--queues", "fetch,record", "--concurrency", "1", "--loglevel", "WARNING")
FINISHED_WITHIN_SECONDS = 120
RECORDING = (
    "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND xact_start IS NOT NULL "
    "AND pid <> pg_backend_pid() AND query ~ 'corridors_price|incoming'"
)


class Deployment:
    """The environment that every process of a deployment shares."""

    def __init__(self, postgres: Postgres, broker: Redis, folder: Path) -> None:
        self.postgres, self.redis = postgres, broker
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
        self.environment = kept | {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": broker.url,
            "SECRET_KEY": "only-for-tests",
            "DATA_DIR": str(folder / "data"),
            "SOURCES_FOLDER": str(folder),
            "FEEDS": "table",
            "FEED_PACE_SECONDS": "0",
            "FEED_TIME_LIMIT_SECONDS": "40",
            "ALLOW_PRIVATE_FEEDS": "true",
            "LOG_LEVEL": "ERROR",
        }

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)

    def send(self, task: str, *arguments: object) -> None:
        """Queue a task as beat does."""
        from celery import Celery

        with Celery(broker=self.redis.url) as app:
            queue = "fetch" if task == "providers.fetch" else "record"
            app.send_task(task, args=arguments, queue=queue)

    def queued(self) -> int:
        with redis.Redis.from_url(self.redis.url) as client:
            return sum(int(str(client.llen(queue))) for queue in ("fetch", "record"))

    def is_recording(self) -> bool:
        return self.postgres.number(RECORDING) > 0

    def is_done(self) -> bool:
        return self.postgres.number("SELECT count(*) FROM providers_feedrun WHERE state = 'done'") > 0

    def wait_until_done(self) -> None:
        """Until a run is recorded; what beat would send every minute is sent every few seconds."""

        def done() -> bool:
            if not self.queued():
                self.send("providers.recover")
            return self.is_done()

        wait_until(done, "a run is recorded", within=FINISHED_WITHIN_SECONDS)


class Worker:
    """A worker and its child process, in a process group of its own."""

    def __init__(self, deployment: Deployment, name: str = "one") -> None:
        command = [
            sys.executable,
            "-m",
            "celery",
            "--app",
            "remitcompare",
            *WORKER,
            "--hostname",
            f"{name}@%h",
        ]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=deployment.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """SIGKILL to the worker and its child: nothing of theirs is tidied up."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
