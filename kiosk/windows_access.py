"""On Windows a folder is private by its access list; the modes of POSIX say nothing there."""

import logging
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_SYSTEM, _ADMINISTRATORS, _USERS = "S-1-5-18", "S-1-5-32-544", "S-1-5-32-545"
"""Who may read everything anyway, as root may elsewhere."""
_WHOLE = "(OI)(CI)F"
"""Everything, for what is inside too, and for files that are put there as a whole."""
_log = logging.getLogger(__name__)
if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW = 0


def keep_to_this_user(folder: Path) -> None:
    """Let nobody else into a folder, whatever the one above it allows.

    Where that cannot be done it is only said: below the user's own folder nobody else reads anyway.
    """
    tools = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
    try:
        answer = _run([str(tools / "whoami.exe"), "/user", "/fo", "csv", "/nh"])
        for change in access_changes(user_id_in(answer)):
            _run([str(tools / "icacls.exe"), str(folder), *change, "/q"])
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        _log.warning("other users of this computer may be able to read %s: %s", folder, error)


def let_users_read(file: Path) -> None:
    """Let every user of this computer read a file that administrators alone write.

    Raises OSError where that cannot be done.
    """
    tools = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
    try:
        for change in shared_changes():
            _run([str(tools / "icacls.exe"), str(file), *change, "/q"])
    except subprocess.CalledProcessError as error:
        raise PermissionError(f"the access to {file} cannot be changed") from error


def user_id_in(answer: str) -> str:
    """The user's SID in what `whoami /user /fo csv /nh` says; raise ValueError."""
    found = re.search(r'"(S-1-\d+(?:-\d+)+)"\s*$', answer)
    if found is None:
        raise ValueError("whoami does not say who this is")
    return found[1]


def access_changes(user_id: str) -> Sequence[Sequence[str]]:
    """What to ask of icacls, in this order: whoever lost the old rights first would be shut out."""
    allowed = [f"*{who}:{_WHOLE}" for who in (user_id, _SYSTEM, _ADMINISTRATORS)]
    return ["/grant:r", *allowed], ["/inheritance:r"]


def shared_changes() -> Sequence[Sequence[str]]:
    """The same for a file that users may read."""
    writers = [f"*{who}:F" for who in (_SYSTEM, _ADMINISTRATORS)]
    return ["/grant:r", *writers, f"*{_USERS}:R"], ["/inheritance:r"]


def _run(command: Sequence[str]) -> str:
    return subprocess.run(  # noqa: S603 - a tool of the system, and a folder of our own
        command,
        check=True,
        capture_output=True,
        text=True,
        errors="replace",
        creationflags=_NO_WINDOW,
    ).stdout
