"""A real browser against the real site: a process of its own, with a database of its own."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "chromium")
FLAGS = ["--no-sandbox", "--headless=new", "--disable-dev-shm-usage", "--disable-background-networking"]
SERVICES = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "DEBUG", "LANGUAGE_CODE", "ALLOWED_HOSTS")

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running site."""
    environment = {name: value for name, value in os.environ.items() if name not in SERVICES}
    environment |= {"DATA_DIR": str(tmp_path_factory.mktemp("site")), "LOG_LEVEL": "ERROR"}
    environment |= {"SECRET_KEY": settings.SECRET_KEY}  # so that a test can make the links of mails
    environment |= {"SITE_URL": "http://127.0.0.1", "ALERTS_FROM": "alerts@localhost"}
    subprocess.run([sys.executable, "-m", "tests.browser.data"], cwd=ROOT, env=environment, check=True)
    # The socket listens before the server starts, so the first request waits instead of being refused.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = [sys.executable, "-m", "gunicorn", "tests.browser.site", "--no-control-socket"]
        command += ["--bind", f"fd://{listening.fileno()}", "--workers", "1", "--threads", "4"]
        server = subprocess.Popen(
            [*command, "--log-level", "error"], cwd=ROOT, env=environment, pass_fds=[listening.fileno()]
        )
        try:
            yield "http://{}:{}".format(*listening.getsockname())
        finally:
            server.terminate()
            server.wait(timeout=30)


# Playwright keeps an event loop running in this thread, under which Django refuses its database: not longer
# than a module, so that other tests may follow.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it the tests skip, but never in CI."""
    path = shutil.which(CHROMIUM)
    if path is None:
        reason = f"no {CHROMIUM!r} on this machine (apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def refuse_other_sites(route: Route) -> None:
    """Let nothing leave this machine."""
    if urlsplit(route.request.url).hostname == "127.0.0.1":
        route.continue_()
    else:
        route.abort()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Open a page of the site; what the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def _open(
        address: str, *, width: int = 360, height: int = 740, scripts: bool = True, scheme: str = "light"
    ) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="en-GB",
            # What they do is in test_offline.py; here every page comes from the site.
            service_workers="block",
        )
        contexts.append(context)
        context.route("**/*", refuse_other_sites)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
        page.goto(address)
        return page

    yield _open
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert complaints == []
