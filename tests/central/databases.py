"""Where the centres of the tests keep their data: SQLite, unless the environment says otherwise."""

import hashlib
import os
from pathlib import Path
from typing import Final

from tests.central.postgresql import DATABASES, SOCKET, TEMPLATE, tell, url

_made: Final[set[str]] = set()
"""By the test that is running."""


def is_postgresql() -> bool:
    """Whether the tests keep PostgreSQL's databases."""
    return os.environ.get(DATABASES) == "postgresql"


def database_url(folder: Path) -> str | None:
    """For the centre of this folder, the same each time; None for the one that is in the folder."""
    if not is_postgresql():
        return None
    name = "test_" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]
    if name not in _made:
        tell(os.environ[SOCKET], f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        _made.add(name)
    return url(os.environ[SOCKET], name)


def forget_databases() -> None:
    """Throw away what the test has made."""
    while _made:
        tell(os.environ[SOCKET], f"DROP DATABASE {_made.pop()} WITH (FORCE)")
