"""Certificates are checked, whatever the settings say."""

import socket
import ssl

import pytest

from tests.providers.http_client import Client
from tests.providers.local_server import answer, serving

# Made for these tests alone (localhost, 127.0.0.1, until 2126); nobody trusts it.
CERTIFICATE = """
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVrmPWRuOPVZF+hRv
0lgUtRrI++8UYcoqR9OaWRbOO8WhRANCAAQOL5S7qAhlnzvQhPcYd6TI08eRW+y0
T0MuS537RYV0ZZIo7Uk9hdEM8hoQDdIf8tb5f7Y3XF/lxFetLhB0PFU5
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUX6wzr0SpdwJUt14lkGF1zi1WRhcwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE4Mjc1MFoYDzIxMjYxMDMx
MTgyNzUwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQOL5S7qAhlnzvQhPcYd6TI08eRW+y0T0MuS537RYV0ZZIo7Uk9hdEM
8hoQDdIf8tb5f7Y3XF/lxFetLhB0PFU5o28wbTAdBgNVHQ4EFgQU7YTBazqYFvYc
z+26/3lPp83bnJEwHwYDVR0jBBgwFoAU7YTBazqYFvYcz+26/3lPp83bnJEwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAONWN3D0spWjd+L+czG3eYVu5K1x+2Bi2Xy9alVd+xOMAiAl
IFXWGLOaIGtIUH1+oyT2kKj2o9NgBylWm5hO+chEag==
-----END CERTIFICATE-----
"""


@pytest.fixture
def certificate(tmp_path):
    path = tmp_path / "localhost.pem"
    path.write_text(CERTIFICATE)
    return path


@pytest.fixture
def tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def _trusted(certificate, monkeypatch):
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))


@pytest.mark.usefixtures("_trusted")
def test_an_encrypted_answer_is_read(tls):
    with serving(answer(200, b"sealed"), tls=tls) as server:
        assert Client().get(server.url).body == b"sealed"


@pytest.mark.usefixtures("_trusted")
def test_a_redirect_leads_from_plain_to_encrypted_and_never_back(tls):
    with serving(answer(200, b"sealed"), tls=tls) as sealed:
        with serving(answer(301, Location=sealed.url)) as plain:
            assert Client().get(plain.url).body == b"sealed"
        sealed.answers[:] = [answer(301, Location=plain.url)]
        assert Client().refused(sealed.url).reason_code == "redirect"


def test_a_certificate_that_nobody_vouches_for_is_refused(tls):
    with serving(answer(), tls=tls) as server:
        error = Client().refused(server.url)
    assert error.reason_code == "transport"
    assert "certificate verify failed" in str(error)
    assert server.asked == []


@pytest.mark.usefixtures("_trusted")
def test_a_certificate_of_another_name_is_refused(tls, monkeypatch):
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _name, *args, **kwargs: real("127.0.0.1", *args, **kwargs)
    )
    with serving(answer(), tls=tls) as server:
        error = Client().refused(f"https://feed.example:{server.server_port}/")
    assert "certificate" in str(error)
    assert server.asked == []
