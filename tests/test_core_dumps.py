"""What a dying program leaves: nothing that can be read."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

_DIE = """
import os, resource
from kiosk.core_dumps import forbid_core_dumps
most = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
if {forbidden}:
    forbid_core_dumps()
os.abort()
"""


def die(folder: Path, *, forbidden: bool) -> list[Path]:
    command = [sys.executable, "-c", _DIE.format(forbidden=forbidden)]
    assert subprocess.run(command, cwd=folder, check=False).returncode != 0
    return list(folder.iterdir())


@pytest.mark.skipif(
    resource.getrlimit(resource.RLIMIT_CORE)[1] == 0
    or Path("/proc/sys/kernel/core_pattern").read_text("ascii").strip() != "core",
    reason="core dumps are not written to the current folder here",
)
def test_memory_is_written_nowhere_when_the_program_dies(tmp_path: Path) -> None:
    assert die(tmp_path, forbidden=False) != []
    for path in tmp_path.iterdir():
        path.unlink()
    assert die(tmp_path, forbidden=True) == []


def test_every_command_forbids_it() -> None:
    script = """
import resource
from kiosk import cli
most = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
try:
    cli.main(["--version"])
finally:
    print(resource.getrlimit(resource.RLIMIT_CORE)[0])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0"
