"""What the scripts of the Debian package do as root, tried below a folder."""

import os
import subprocess
import tarfile
from pathlib import Path
from typing import Final

import pytest

from installer.linux.deb import OURS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="scripts for Debian")
NO_ROOM: Final = "ulimit -f 100; "


def purge(root: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    """With /var and /etc below `root`."""
    script = (OURS / "control" / "postrm").read_text("utf-8")
    for folder in ("var", "etc"):
        script = script.replace(f"/{folder}/", f"{root}/{folder}/")
    command = ["sh", "-c", f"{before}sh -s purge"]
    return subprocess.run(command, input=script, text=True, capture_output=True, check=False)


@pytest.fixture
def envelope(tmp_path: Path) -> Path:
    """One that waits, below a root of its own."""
    file = tmp_path / "var/lib/loket/.local/share/loket/store/outbox/1.env"
    file.parent.mkdir(parents=True)
    file.write_bytes(os.urandom(1 << 18))
    (tmp_path / "etc/loket").mkdir(parents=True)
    return file


def test_purging_leaves_a_copy_for_root_alone(tmp_path: Path, envelope: Path) -> None:
    content = envelope.read_bytes()
    ended = purge(tmp_path)
    assert ended.returncode == 0, ended.stderr
    (copy,) = (tmp_path / "var/backups").iterdir()
    with tarfile.open(copy) as kept:
        found = kept.extractfile(str(envelope).lstrip("/"))
        assert found is not None
        assert found.read() == content
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not envelope.exists()


def test_without_room_for_the_copy_nothing_is_purged(tmp_path: Path, envelope: Path) -> None:
    ended = purge(tmp_path, NO_ROOM)
    assert ended.returncode == 1
    assert "no data was removed" in ended.stderr
    assert envelope.exists()
    assert list((tmp_path / "var/backups").iterdir()) == []
