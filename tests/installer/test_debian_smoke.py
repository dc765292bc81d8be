"""The Debian package through its own code, with a tiny tree, installed over a throwaway root."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from installer.linux.deb import ZSTD_FAST, Contents, dependencies, make_deb

TOOLS: Final = ("dpkg-deb", "unshare", "adduser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="installing needs root"),
    pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="no tools of Debian here"),
]
EPOCH: Final = 1_700_000_000
PROGRAM: Final = """#!/bin/sh
# What the scripts of the package ask of kiosk, and the answers they may get.
echo "kiosk $*" >>/asked
[ "$1" != unsent ] || [ ! -e /waiting ]
"""
ENTER: Final = """
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
mount --rbind /dev "$1/root/dev"
cp "$2"/*.deb "$1/root/"
exec chroot "$1/root" /bin/sh -c "$3"
"""
"""This computer's files, of which nothing that is changed is ever written."""
INSTALL: Final = "dpkg --force-depends --force-unsafe-io --force-confold --install"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "tree"
    program = folder / "usr/bin/kiosk"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM, "utf-8")
    program.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def packages(tree: Path) -> Path:
    """Two versions of the package."""
    for version in ("0.1.0", "0.1.1"):
        make_deb(Contents(tree, version, EPOCH), tree.parent / "dist", ZSTD_FAST)
    return tree.parent / "dist"


def in_throwaway_root(
    packages: Path, folder: Path, script: str
) -> "subprocess.CompletedProcess[str]":
    """Run a script over this computer's files; what it writes is gone with it."""
    enter = ["unshare", "--mount", "--pid", "--fork", "--net", "sh", "-euc", ENTER, "sh"]
    command = [*enter, str(folder), str(packages), script]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def told(*arguments: object) -> str:
    command = [str(argument) for argument in arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_same_tree_makes_the_same_package(packages: Path, tree: Path, tmp_path: Path) -> None:
    again = make_deb(Contents(tree, "0.1.0", EPOCH), tmp_path, ZSTD_FAST)
    assert again.read_bytes() == (packages / again.name).read_bytes()


def test_it_says_what_it_is_and_belongs_to_root(packages: Path) -> None:
    deb = packages / "loket_0.1.0_amd64.deb"
    assert told("dpkg-deb", "--field", deb, "Version") == "0.1.0\n"
    assert told("dpkg-deb", "--field", deb, "Depends").strip().split(", ") == dependencies()
    assert told("dpkg-deb", "--info", deb, "conffiles") == "/etc/loket/kiosk.toml\n"
    files = told("dpkg-deb", "--contents", deb).splitlines()
    assert files
    assert {line.split()[1] for line in files} == {"root/root"}


def test_it_makes_a_user_and_hands_the_provisioning_file_on(packages: Path, tmp_path: Path) -> None:
    script = f"""
    LOKET_PROVISION=/office.loket {INSTALL} /loket_0.1.0_amd64.deb || exit 9
    stat --format '%U %a' /var/lib/loket
    cat /asked
    """
    ended = in_throwaway_root(packages, tmp_path, script)
    assert ended.returncode == 0, ended.stderr
    assert "loket 700\nkiosk provision --machine /office.loket\n" in ended.stdout


def test_an_upgrade_keeps_settings_and_provisions_nothing_anew(
    packages: Path, tmp_path: Path
) -> None:
    script = f"""
    {INSTALL} /loket_0.1.0_amd64.deb || exit 9
    echo '# ours' >/etc/loket/kiosk.toml
    touch /etc/loket/provision.loket
    {INSTALL} /loket_0.1.1_amd64.deb || exit 9
    [ ! -e /asked ] || exit 8
    cat /etc/loket/kiosk.toml
    """
    ended = in_throwaway_root(packages, tmp_path, script)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.endswith("# ours\n")


def test_it_stays_while_something_waits_unless_forced(packages: Path, tmp_path: Path) -> None:
    script = f"""
    {INSTALL} /loket_0.1.0_amd64.deb || exit 9
    touch /waiting
    ! dpkg --remove loket || exit 8
    [ -x /usr/bin/kiosk ] || exit 7
    LOKET_FORCE_REMOVE=1 dpkg --remove loket || exit 6
    [ ! -e /usr/bin/kiosk ] && [ -d /var/lib/loket ] && [ -e /etc/loket/kiosk.toml ] || exit 5
    """
    ended = in_throwaway_root(packages, tmp_path, script)
    assert ended.returncode == 0, ended.stderr
    assert "TIDAK DIHAPUS" in ended.stderr
    assert "NOT REMOVED" in ended.stderr
