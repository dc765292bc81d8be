"""How HttpCentral reaches the centre: addresses, certificates, proxies."""

import ssl
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.sync.central import (
    CentralUnavailableError,
    UnavailableReason,
)
from kiosk.sync.transport import (
    AddressError,
    CentreAddress,
)
from tests.sync.calls import (
    EMPTY_PAGE,
    FORM,
    OK_HEADER,
    QUICK,
    SIGNED,
    central_at,
    scripted,
)
from tests.sync.scripted_server import (
    Reply,
    ScriptedServer,
    endless,
    reply,
    running,
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of 127.0.0.1, signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Invented centre")])
    now = datetime.now(UTC)
    host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(host, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "centre.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + built.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def secured(certificate: Path, *script: Reply) -> Generator[ScriptedServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ScriptedServer(*script)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with running(server):
        yield server


def test_a_certificate_that_nobody_vouches_for_is_named(certificate: Path) -> None:
    with (
        secured(certificate, reply(201, SIGNED)) as server,
        central_at(CentreAddress(server.url)) as central,
        pytest.raises(CentralUnavailableError) as caught,
    ):
        central.put_part(FORM, b"envelope", None)

    assert caught.value.reason is UnavailableReason.CERTIFICATE
    assert server.received == []


def test_the_configured_authority_is_trusted(certificate: Path) -> None:
    with (
        secured(certificate, reply(201, SIGNED)) as server,
        central_at(CentreAddress(server.url, ca_file=certificate)) as central,
    ):
        assert central.put_part(FORM, b"envelope", None) == SIGNED


def test_a_certificate_for_another_host_is_named(certificate: Path) -> None:
    with secured(certificate, reply(201, SIGNED)) as server:
        address = CentreAddress(server.url.replace("127.0.0.1", "localhost"), ca_file=certificate)
        with (
            central_at(address) as central,
            pytest.raises(CentralUnavailableError) as caught,
        ):
            central.put_part(FORM, b"envelope", None)

    assert caught.value.reason is UnavailableReason.CERTIFICATE


def test_a_slow_drip_inside_tls_does_not_hold_the_kiosk(certificate: Path) -> None:
    with secured(certificate, endless(OK_HEADER, b" ", 0.01)) as server:
        address = CentreAddress(server.url, ca_file=certificate, timeouts=QUICK)
        with (
            central_at(address) as central,
            pytest.raises(CentralUnavailableError) as caught,
        ):
            central.put_part(FORM, b"envelope", None)

    assert caught.value.reason is UnavailableReason.TIMEOUT


def test_https_goes_through_the_configured_proxy() -> None:
    with running(ScriptedServer(reply(407, b"<html>", None, "text/html"))) as proxy:
        address = CentreAddress("https://centre.example.com", proxy=proxy.url)
        with (
            central_at(address) as central,
            pytest.raises(CentralUnavailableError) as caught,
        ):
            central.outcomes(0, 0)

    assert caught.value.reason is UnavailableReason.PROXY
    assert (proxy.received[0].method, proxy.received[0].path) == (
        "CONNECT",
        "centre.example.com:443",
    )


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with scripted(reply(200, EMPTY_PAGE)) as (central, _):
        assert central.outcomes(0, 0) == EMPTY_PAGE


@pytest.mark.parametrize(
    "url",
    [
        "http://centre.example.com",
        "http://10.0.0.7:8000",
        "http://127.0.0.1.example.com",
        "ftp://127.0.0.1",
        "centre.example.com",
        "https://",
        "https://user:secret@centre.example.com",
        "https://centre.example.com/?a=1",
        "https://[::1",
        "https://centre.example.com:99999",
        "",
    ],
)
def test_an_address_that_is_unsafe_or_unreadable_is_refused(url: str) -> None:
    with pytest.raises(AddressError) as caught:
        CentreAddress(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://localhost", "http://[::1]:1/x", "https://a.example/loket"]
)
def test_plain_http_is_for_this_computer_only(url: str) -> None:
    assert CentreAddress(url).base_url == url


def test_a_ca_file_without_certificates_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")

    for name in ("empty.pem", "missing.pem"):
        with pytest.raises(AddressError):
            CentreAddress("https://centre.example.com", ca_file=tmp_path / name)


def test_a_proxy_without_a_scheme_is_refused() -> None:
    with pytest.raises(AddressError):
        CentreAddress("https://centre.example.com", proxy="proxy.example.com:3128")
