"""Serving: in a thread, over TLS, and as a program of its own."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from kiosk.central.centre import Centre
from kiosk.central.web.app import create_app
from kiosk.central.web.server import CannotServeError, EmbeddedServer, Place, TlsFiles, serve
from tests.central.certificate import make_certificate
from tests.central.kiosk import Kiosk


@pytest.fixture
def tls(tmp_path: Path) -> TlsFiles:
    return make_certificate(tmp_path)


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
def test_plain_http_is_for_this_computer_only(centre: Centre, host: str) -> None:
    with pytest.raises(CannotServeError, match="certificate"):
        serve(centre, Place(host), print)


def test_a_centre_of_its_own_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiosk", "--home", str(tmp_path), "central"]
    command += ["--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().split()[-1]
        answer = requests.get(f"{url}/openapi.json", timeout=10)
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=20) == -signal.SIGTERM
    assert answer.json()["info"]["title"] == "Loket centre"
