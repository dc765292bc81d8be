"""Serving: in a thread, over TLS, and as a program of its own."""

import ipaddress
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.central.app import create_app
from kiosk.central.centre import Centre
from kiosk.central.server import CannotServeError, EmbeddedServer, TlsFiles, serve
from tests.central.clock import MORNING
from tests.central.kiosk import Kiosk

SERVE = """
import sys
from pathlib import Path
from kiosk.central.server import serve
serve(Path(sys.argv[1]), "127.0.0.1", 0, announce=lambda url: print(url, flush=True))
"""


@pytest.fixture
def tls(tmp_path: Path) -> TlsFiles:
    """A certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "centre of the tests")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(MORNING - timedelta(days=3650))
        .not_valid_after(MORNING + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = TlsFiles(tmp_path / "certificate.pem", tmp_path / "key.pem")
    files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files.private_key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def test_a_server_comes_back_under_the_same_address(server: EmbeddedServer, kiosk: Kiosk) -> None:
    url = server.url
    server.stop()
    server.start()
    assert server.url == url
    assert kiosk.get("config").status_code == 200


def test_a_port_that_is_taken_is_named(centre: Centre, server: EmbeddedServer) -> None:
    port = int(server.url.rpartition(":")[2])
    with pytest.raises(CannotServeError, match=str(port)):
        EmbeddedServer(create_app(centre), port=port).start()


def test_tls_is_served_with_the_given_certificate(centre: Centre, tls: TlsFiles) -> None:
    server = EmbeddedServer(create_app(centre), tls=tls)
    server.start()
    answer = requests.get(f"{server.url}/v1/config", verify=str(tls.certificate), timeout=10)
    server.stop()
    assert server.url.startswith("https://")
    assert answer.status_code == 401


def test_what_is_no_certificate_is_named(centre: Centre, tls: TlsFiles) -> None:
    tls.certificate.write_text("nothing")
    with pytest.raises(CannotServeError, match="certificate"):
        EmbeddedServer(create_app(centre), tls=tls).start()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "centre.example"])  # noqa: S104
def test_plain_http_is_for_this_computer_only(tmp_path: Path, host: str) -> None:
    with pytest.raises(CannotServeError, match="certificate"):
        serve(tmp_path, host, 0)


def test_a_centre_of_its_own_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        answer = requests.get(f"{url}/openapi.json", timeout=10)
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=20) == -signal.SIGTERM
    assert answer.json()["info"]["title"] == "Loket centre"
