"""Where the kiosk keeps its things: one private folder for data, one file for settings."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from kiosk.windows_access import keep_to_this_user

PRIVATE_FOLDER = 0o700
STORE = "store"
_ETC = Path("/etc/loket")
HOME_VARIABLE = "LOKET_HOME"
"""Environment variable that moves everything below one folder."""


class FolderUnusableError(Exception):
    """A folder cannot be made or written; the message names it."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The kiosk's own places on this computer."""

    data: Path
    settings_file: Path

    @property
    def store(self) -> Path:
        """Database, vault and sealed envelopes."""
        return self.data / STORE

    @property
    def logs(self) -> Path:
        """Rotating log files, without personal data."""
        return self.data / "logs"

    @property
    def centre(self) -> Path:
        """What a reference centre started on this computer keeps."""
        return self.data / "centre"

    def prepare(self) -> None:
        """Make the folders, readable by this user only; raise FolderUnusableError."""
        for folder in (self.data, self.store, self.logs):
            make_private(folder)


def make_private(folder: Path) -> None:
    """Make a folder, and those above it, that only this user can enter.

    What is new survives a power cut: no file outlives a folder that was never synced.
    """
    try:
        new = [path for path in (folder, *folder.parents) if not path.exists()]
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
        if sys.platform == "win32" and new:  # three programs of Windows: not at every start
            keep_to_this_user(folder)
        for path in new:
            sync_folder(path.parent)
    except OSError as error:
        raise FolderUnusableError(f"{folder}: {error.strerror}") from error


def sync_folder(folder: Path) -> None:
    """Make names that were added or removed survive a power cut; Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def folders_under(home: Path) -> Folders:
    """All of the kiosk's places below one folder."""
    return Folders(data=home, settings_file=home / "kiosk.toml")


def models_folder() -> Path:
    """The model files that come with the kiosk."""
    return Path(str(resources.files("kiosk.resources") / "models"))


def find_folders(home: Path | None = None) -> Folders:
    """The places for this user: `home`, else LOKET_HOME, else what the system prescribes."""
    named = home or (Path(value) if (value := os.environ.get(HOME_VARIABLE)) else None)
    if named is not None:
        return folders_under(named.expanduser().resolve())
    if sys.platform == "win32":
        return _windows_folders()
    return _linux_folders()


def machine_folder(home: Path | None = None) -> Path:
    """Where this computer's settings are, whoever asks; below `home` or LOKET_HOME where named."""
    if home is not None or HOME_VARIABLE in os.environ:
        return find_folders(home).settings_file.parent
    return _windows_folders().settings_file.parent if sys.platform == "win32" else _ETC


def stores_of_everybody() -> tuple[Path, ...]:
    """Where the users of this computer would have their stores; most of them have none."""
    return tuple(home / _data_below_home() / STORE for home in _homes())


def _homes() -> Iterable[Path]:
    if sys.platform == "win32":
        beside = Path(os.environ.get("PUBLIC", r"C:\Users\Public"))
        return sorted(beside.parent.iterdir())
    import pwd  # noqa: PLC0415 - Windows has no such module

    return sorted({Path(user.pw_dir) for user in pwd.getpwall()})


def _data_below_home() -> Path:
    if sys.platform == "win32":
        return Path("AppData", "Local", "Loket")
    return Path(".local", "share", "loket")


def _windows_folders() -> Folders:
    local = Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local")))
    shared = Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"))
    return Folders(data=local / "Loket", settings_file=shared / "Loket" / "kiosk.toml")


def _linux_folders() -> Folders:
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    own = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "loket" / "kiosk.toml"
    machine = _ETC / "kiosk.toml"
    settings = machine if _ETC.is_dir() and not own.exists() else own
    return Folders(data=data / "loket", settings_file=settings)
