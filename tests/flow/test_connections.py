"""The kiosk talks to its centre and to nobody else, whatever its libraries would like to."""

import shutil
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.connections import run_watched
from tests.flow.counter import make_kiosk, open_room

if sys.platform != "linux":
    pytest.skip("system calls are watched by strace, on Linux", allow_module_level=True)

SECONDS = 90
TALKATIVE = """
import os, socket, sys, threading
closed, udp = int(sys.argv[1]), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
threading.Thread(target=socket.socket().connect_ex, args=(("127.0.0.1", closed),)).start()
udp.sendto(b"here I am", ("127.0.0.2", 9))
if os.fork() == 0:
    socket.socket(socket.AF_INET6).connect_ex(("::1", closed))
    os._exit(0)
os.wait()
"""


@pytest.fixture
def closed_port() -> int:
    """A port of this computer at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace: apt-get install strace")
def test_the_watch_sees_whoever_a_program_talks_to(tmp_path: Path, closed_port: int) -> None:
    command = [sys.executable, "-c", TALKATIVE, str(closed_port)]
    _, addresses = run_watched(command, tmp_path, seconds=30)
    assert addresses == {("127.0.0.1", closed_port), ("127.0.0.2", 9), ("::1", closed_port)}


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_ninety_seconds_of_frames_reach_nobody_but_the_centre(
    home: Path, centre: Centre, clock: Clock, tmp_path: Path
) -> None:
    with open_room(home / "store", centre.url, clock) as room:
        make_kiosk(room, centre.new_code())
    program = [sys.executable, "-m", "tests.flow.watched_counter", str(home / "store")]
    printed, addresses = run_watched([*program, centre.url, str(SECONDS)], tmp_path, seconds=200)
    assert int(printed) >= SECONDS * 30
    assert addresses == {("127.0.0.1", urlsplit(centre.url).port)}
