"""A deployment of real processes: a database, a broker and a feed of the tests' own."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.deployment import Deployment
from tests.faults.feed_server import serving, table, write_source
from tests.faults.servers import Postgres, Redis


@pytest.fixture(scope="session")
def feed_address() -> Iterator[str]:
    with serving(table()) as address:
        yield address


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    # Not pytest's own folder: that one is closed to the other user whom the server runs as.
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        server = Postgres(Path(name) / "cluster")
        yield server
        server.stop("immediate")


@pytest.fixture
def deployment(postgres: Postgres, feed_address: str, tmp_path: Path) -> Iterator[Deployment]:
    """A migrated, empty deployment whose one feed is the long table."""
    write_source(tmp_path, feed_address)
    broker = Redis()
    deployment = Deployment(postgres, broker, tmp_path)
    postgres.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    migrated = deployment.manage("migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    yield deployment
    broker.stop()
