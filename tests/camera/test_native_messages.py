"""Decoders may grumble to descriptor 2; nobody hears it, and Python is still heard."""

import subprocess
import sys

_PROGRAM = """
import logging, os, sys
from kiosk.camera.native_messages import native_messages_dropped
with native_messages_dropped():
    logging.basicConfig(format="%(message)s")
    os.write(2, b"native inside\\n")
    print("python inside", file=sys.stderr)
    logging.warning("log inside")
os.write(2, b"native after\\n")
print("python after", file=sys.stderr)
"""


def run(program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, timeout=50, check=True).stderr


def test_drops_what_native_code_says_and_nothing_else() -> None:
    said = run(_PROGRAM).splitlines()
    assert said == ["python inside", "log inside", "native after", "python after"]


def test_does_without_a_standard_error() -> None:
    program = (
        "import os; os.close(2)\n"
        "from kiosk.camera.native_messages import native_messages_dropped\n"
        "with native_messages_dropped():\n"
        "    print('done')\n"
    )
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=50, check=False)
    assert ended.stdout == "done\n"


def test_an_error_inside_is_still_shown() -> None:
    program = (
        "from kiosk.camera.native_messages import native_messages_dropped\n"
        "with native_messages_dropped():\n"
        "    raise RuntimeError('a bug')\n"
    )
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)
    assert "RuntimeError: a bug" in ended.stderr
