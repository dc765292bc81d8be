"""How HttpCentral reaches the centre: addresses, certificates, proxies."""

import socket
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from kiosk.sync.central import (
    CentralUnavailableError,
    UnavailableReason,
)
from kiosk.sync.transport import (
    AddressError,
    CentreAddress,
    Timeouts,
)
from tests.sync.authority import Certificate, make_certificate, secured
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
    ScriptedServer,
    endless,
    reply,
    running,
    silent,
)
from tests.sync.tunnel_proxy import tunnel


def reason_at(address: CentreAddress) -> UnavailableReason:
    """Why nothing can be handed over there."""
    with central_at(address) as central, pytest.raises(CentralUnavailableError) as caught:
        central.put_part(FORM, b"envelope", None)
    return caught.value.reason


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls") / "centre.pem")


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls") / "another.pem")


def test_a_certificate_that_nobody_vouches_for_is_named(certificate: Certificate) -> None:
    with (
        secured(certificate, reply(201, SIGNED)) as server,
        central_at(CentreAddress(server.url)) as central,
        pytest.raises(CentralUnavailableError) as caught,
    ):
        central.put_part(FORM, b"envelope", None)

    assert caught.value.reason is UnavailableReason.CERTIFICATE
    assert server.received == []


def test_the_configured_authority_is_trusted(certificate: Certificate) -> None:
    with (
        secured(certificate, reply(201, SIGNED)) as server,
        central_at(CentreAddress(server.url, ca_file=certificate.file)) as central,
    ):
        assert central.put_part(FORM, b"envelope", None) == SIGNED


def test_the_authorities_of_the_system_are_trusted(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenSSL looks for them where this variable says."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    with (
        secured(certificate, reply(201, SIGNED)) as server,
        central_at(CentreAddress(server.url)) as central,
    ):
        assert central.put_part(FORM, b"envelope", None) == SIGNED


def test_the_authorities_that_a_library_brings_along_are_not_trusted(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate.file))
    with secured(certificate, reply(201, SIGNED)) as server:
        assert reason_at(CentreAddress(server.url)) is UnavailableReason.CERTIFICATE
    assert server.received == []


def test_the_offices_own_authority_takes_the_place_of_the_systems(
    certificate: Certificate, another: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    with secured(certificate, reply(201, SIGNED)) as server:
        address = CentreAddress(server.url, ca_file=another.file)
        assert reason_at(address) is UnavailableReason.CERTIFICATE
    assert server.received == []


def test_another_key_than_the_pinned_one_is_sent_nothing(
    certificate: Certificate, another: Certificate
) -> None:
    with secured(certificate, reply(201, SIGNED)) as server:
        address = CentreAddress(server.url, ca_file=certificate.file, pins=(another.pin,))
        assert reason_at(address) is UnavailableReason.WRONG_KEY
    assert server.received == []


def test_one_of_the_pinned_keys_is_enough(certificate: Certificate, another: Certificate) -> None:
    pins = (another.pin, certificate.pin)
    with (
        secured(certificate, reply(201, SIGNED)) as server,
        central_at(CentreAddress(server.url, ca_file=certificate.file, pins=pins)) as central,
    ):
        assert central.put_part(FORM, b"envelope", None) == SIGNED


def test_a_pin_does_not_make_an_unknown_authority_trusted(certificate: Certificate) -> None:
    with secured(certificate, reply(201, SIGNED)) as server:
        address = CentreAddress(server.url, pins=(certificate.pin,))
        assert reason_at(address) is UnavailableReason.CERTIFICATE
    assert server.received == []


def test_the_pin_is_that_of_the_centre_behind_a_proxy(
    certificate: Certificate, another: Certificate
) -> None:
    with secured(certificate, reply(201, SIGNED)) as server, tunnel(server.server_port) as proxy:
        address = CentreAddress(server.url, certificate.file, proxy.url, pins=(certificate.pin,))
        with central_at(address) as central:
            assert central.put_part(FORM, b"envelope", None) == SIGNED
        address = CentreAddress(server.url, certificate.file, proxy.url, pins=(another.pin,))
        assert reason_at(address) is UnavailableReason.WRONG_KEY
    assert len(server.received) == 1


def test_a_proxy_with_a_certificate_of_the_office_is_gone_through(
    certificate: Certificate, another: Certificate, tmp_path: Path
) -> None:
    both = tmp_path / "both.pem"
    both.write_bytes(certificate.file.read_bytes() + another.file.read_bytes())
    with (
        secured(certificate, reply(201, SIGNED)) as server,
        tunnel(server.server_port, another) as proxy,
        central_at(
            CentreAddress(server.url, ca_file=both, proxy=proxy.url, pins=(certificate.pin,))
        ) as central,
    ):
        assert central.put_part(FORM, b"envelope", None) == SIGNED
        assert proxy.asked == [f"127.0.0.1:{server.server_port}"]


def test_a_proxy_that_nobody_vouches_for_hears_nothing(
    certificate: Certificate, another: Certificate
) -> None:
    with (
        secured(certificate, reply(201, SIGNED)) as server,
        tunnel(server.server_port, another) as proxy,
    ):
        address = CentreAddress(server.url, ca_file=certificate.file, proxy=proxy.url)
        assert reason_at(address) is UnavailableReason.CERTIFICATE
    assert (proxy.asked, server.received) == ([], [])


@pytest.mark.parametrize(
    "beginning", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: "], ids=["status line", "header"]
)
def test_a_proxy_that_never_ends_its_answer_does_not_hold_the_kiosk(beginning: bytes) -> None:
    with running(ScriptedServer(endless(beginning, b" ", 0.01))) as proxy:
        address = CentreAddress("https://centre.example.com", proxy=proxy.url, timeouts=QUICK)
        assert reason_at(address) is UnavailableReason.TIMEOUT


def test_a_handshake_that_never_ends_does_not_hold_the_kiosk() -> None:
    """Neither its TCP nor its TLS is at an end: nobody could be told yet whose fault it is."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Thread(target=_shake_hands_for_ever, args=(listener,))
        server.start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        address = CentreAddress(url, timeouts=Timeouts(connect=30.0, read=30.0, total=0.2))
        assert reason_at(address) is UnavailableReason.TIMEOUT
        server.join()


def _shake_hands_for_ever(listener: socket.socket) -> None:
    """One record of TLS, byte by byte, until the other end has had enough."""
    line, _ = listener.accept()
    with line, suppress(OSError):
        line.settimeout(0.01)
        line.sendall(b"\x16\x03\x03\x40\x00")
        while True:
            line.sendall(b"\x00")
            with suppress(TimeoutError):
                if not line.recv(4096):
                    return


def test_silence_behind_two_layers_of_tls_does_not_hold_the_kiosk(
    certificate: Certificate,
) -> None:
    with (
        secured(certificate, silent) as server,
        tunnel(server.server_port, certificate) as proxy,
    ):
        address = CentreAddress(
            server.url, ca_file=certificate.file, proxy=proxy.url, timeouts=QUICK
        )
        assert reason_at(address) is UnavailableReason.TIMEOUT


def test_a_certificate_for_another_host_is_named(certificate: Certificate) -> None:
    with secured(certificate, reply(201, SIGNED)) as server:
        address = CentreAddress(
            server.url.replace("127.0.0.1", "localhost"), ca_file=certificate.file
        )
        with (
            central_at(address) as central,
            pytest.raises(CentralUnavailableError) as caught,
        ):
            central.put_part(FORM, b"envelope", None)

    assert caught.value.reason is UnavailableReason.CERTIFICATE


def test_a_slow_drip_inside_tls_does_not_hold_the_kiosk(certificate: Certificate) -> None:
    with secured(certificate, endless(OK_HEADER, b" ", 0.01)) as server:
        address = CentreAddress(server.url, ca_file=certificate.file, timeouts=QUICK)
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
        "https://centre..example.com",
        f"https://{'a' * 64}.example.com",
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


@pytest.mark.parametrize(
    "proxy",
    [
        "kiosk:secret@proxy.example.com:3128",
        "socks5://kiosk:secret@proxy.example.com",
        "http://kiosk:secret@",
        "http://kiosk:secret@proxy..example.com",
        "http://kiosk:secret@proxy.example.com:99999",
        "http://kiosk:secret@[::1",
    ],
)
def test_a_proxy_that_cannot_be_called_is_refused(proxy: str) -> None:
    with pytest.raises(AddressError) as caught:
        CentreAddress("https://centre.example.com", proxy=proxy)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "pin", ["", "sha256/", "sha256/AAAA", "sha1/" + "A" * 43 + "=", "A" * 43 + "="]
)
def test_what_is_no_pin_is_refused(pin: str) -> None:
    with pytest.raises(AddressError):
        CentreAddress("https://centre.example.com", pins=(pin,))


def test_a_pin_needs_tls() -> None:
    with pytest.raises(AddressError):
        CentreAddress("http://127.0.0.1:1", pins=("sha256/" + "A" * 43 + "=",))


def test_the_password_of_a_proxy_is_not_shown() -> None:
    proxy = "http://kiosk:secret@proxy.example.com:3128"

    assert "secret" not in repr(CentreAddress("https://centre.example.com", proxy=proxy))
