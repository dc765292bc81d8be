"""Whether a resident could leave the kiosk on Linux, by the system's files."""

from pathlib import Path

import pytest

from kiosk.doctor.finding import Check, State
from kiosk.doctor.lock_linux import examine_linux_lock
from tests.doctor.cases import states

ETC = "etc/systemd/system"
UNIT = Path(__file__).parents[2] / "installer/linux/root/usr/lib/systemd/system/loket-kiosk.service"


def link(root: Path, name: str, target: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).symlink_to(target)


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, "utf-8")


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """As `loket-session enable` leaves it, and what the guide adds."""
    write(tmp_path, "usr/bin/cage", "")
    write(tmp_path, "usr/lib/systemd/system/loket-kiosk.service", UNIT.read_text("utf-8"))
    write(tmp_path, "usr/lib/systemd/system/udisks2.service", "")
    link(tmp_path, f"{ETC}/multi-user.target.wants/loket-kiosk.service", "/usr/lib/x")
    link(tmp_path, f"{ETC}/default.target", "/usr/lib/systemd/system/multi-user.target")
    for unit in ("ctrl-alt-del.target", "sleep.target", "suspend.target"):
        link(tmp_path, f"{ETC}/{unit}", "/dev/null")
    return tmp_path


def found(root: Path) -> dict[Check, State]:
    return states(examine_linux_lock(root))


def test_a_locked_kiosk_is_well(locked: Path) -> None:
    assert set(found(locked).values()) == {State.OK}


def test_an_empty_chroot_is_told_what_it_lacks(tmp_path: Path) -> None:
    assert [check for check, state in found(tmp_path).items() if state is not State.OK] == [
        Check.LOCK_SESSION,
        Check.LOCK_KEYS,
        Check.LOCK_SLEEP,
    ]


@pytest.mark.parametrize(
    ("name", "check"),
    [
        (f"{ETC}/multi-user.target.wants/loket-kiosk.service", Check.LOCK_SESSION),
        (f"{ETC}/default.target", Check.LOCK_SESSION),
        ("usr/bin/cage", Check.LOCK_SESSION),
        (f"{ETC}/ctrl-alt-del.target", Check.LOCK_KEYS),
        (f"{ETC}/suspend.target", Check.LOCK_SLEEP),
    ],
)
def test_each_part_is_missed(locked: Path, name: str, check: Check) -> None:
    (locked / name).unlink()
    assert found(locked)[check] is State.WARN


@pytest.mark.parametrize(
    ("name", "text", "check"),
    [
        (
            f"{ETC}/loket-kiosk.service",
            "ExecStart=/usr/bin/cage -ds -- kiosk run\n",
            Check.LOCK_KEYS,
        ),
        ("sys/module/kernel/parameters/consoleblank", "600\n", Check.LOCK_SLEEP),
        (
            "etc/apt/apt.conf.d/50unattended-upgrades",
            'Unattended-Upgrade::Automatic-Reboot "true";\n',
            Check.LOCK_UPDATES,
        ),
    ],
)
def test_what_undoes_it_is_seen(locked: Path, name: str, text: str, check: Check) -> None:
    write(locked, name, text)
    assert found(locked)[check] is State.WARN


def test_what_is_commented_out_does_nothing(locked: Path) -> None:
    text = '//Unattended-Upgrade::Automatic-Reboot "true";\n'
    write(locked, "etc/apt/apt.conf.d/50unattended-upgrades", text)
    assert found(locked)[Check.LOCK_UPDATES] is State.OK


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("etc/gdm3/daemon.conf", "[daemon]\nAutomaticLoginEnable = true\n"),
        ("etc/lightdm/lightdm.conf", "[Seat:*]\nautologin-user=loket\n"),
        ("etc/sddm.conf", "[Autologin]\nUser=loket\n"),
    ],
)
def test_a_desktop_that_signs_in_by_itself_is_told_of(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, name, text)
    write(tmp_path, "usr/lib/systemd/system/udisks2.service", "")
    assert found(tmp_path)[Check.LOCK_SIGN_IN] is State.WARN
    assert found(tmp_path)[Check.LOCK_STICKS] is State.WARN
