"""A PostgreSQL that is thrown away afterwards, reached through a socket in its own folder.

`python -m tests.central.postgresql -- COMMAND ...` runs a command beside one, in which the tests of
the centre keep their databases. initdb refuses root: for it, PostgreSQL runs as `nobody`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import psycopg

from kiosk.central.storage.database import Database

DATABASES: Final = "LOKET_TEST_DATABASES"
"""Which kind the tests keep: `sqlite`, or `postgresql`."""
SOCKET: Final = "LOKET_TEST_POSTGRESQL"
"""Where the server of the latter is to be found."""
TEMPLATE: Final = "loket_template"
OWNER: Final = "loket"
_SOCKET_FILE: Final = ".s.PGSQL.5432"
_SETTINGS: Final = {"listen_addresses": "''", "max_connections": "200", "jit": "off"}
_CARELESS: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Nobody needs what is in it after the machine has crashed."""


def programs() -> Path | None:
    """Where PostgreSQL's programs are, the newest of Debian's; None where it is not installed."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def url(socket: str, database: str) -> str:
    """Where a database is, for the centre."""
    return f"postgresql+psycopg://{OWNER}@/{database}?host={socket}"


def tell(socket: str, command: str) -> None:
    """Have the server make or drop a database."""
    with psycopg.connect(host=socket, user=OWNER, dbname="postgres", autocommit=True) as server:
        server.execute(command.encode())


class Cluster:
    """One PostgreSQL in a folder of its own. What a careful one has committed is on the disk."""

    def __init__(self, folder: Path, *, is_careful: bool) -> None:
        found = programs()
        if found is None:
            raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
        self._programs = found
        self._folder = folder
        self.socket = str(folder)
        self._data = folder / "data"
        self._settings = _SETTINGS if is_careful else _SETTINGS | _CARELESS

    def make(self) -> None:
        """Lay it out."""
        if os.geteuid() == 0:
            shutil.chown(self._folder, "nobody")
        layout = ["-D", str(self._data), "-U", OWNER, "-A", "trust", "-E", "UTF8"]
        self._run("initdb", *layout, "--locale=C.UTF-8", "--no-sync")

    def start(self) -> None:
        """Return when it answers, also after it was killed."""
        options = [f"-k {self.socket}", *(f"-c {n}={v}" for n, v in self._settings.items())]
        log = str(self._folder / "log")
        self._run(
            "pg_ctl", "-D", str(self._data), "-w", "-l", log, "-o", " ".join(options), "start"
        )

    def kill(self) -> None:
        """End it and all its processes at once, without a chance to tidy up."""
        lock, socket_lock = self._data / "postmaster.pid", self._folder / f"{_SOCKET_FILE}.lock"
        server = int(lock.read_text().split()[0])
        os.kill(server, signal.SIGSTOP)  # it starts no others meanwhile
        for process in (server, *_children(server)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        for file in (lock, socket_lock):  # a dead process that nobody has buried yet counts as one
            file.unlink()

    def stop(self) -> None:
        """End it, whoever is still connected."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def new_database(self, name: str) -> str:
        """Make an empty one; returns its URL."""
        tell(self.socket, f"CREATE DATABASE {name}")
        return url(self.socket, name)

    def _run(self, program: str, *arguments: str) -> None:
        somebody: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            somebody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        subprocess.run(
            [self._programs / program, *arguments],
            cwd=self._folder,
            check=True,
            stdout=subprocess.DEVNULL,
            **somebody,
        )


@contextmanager
def throw_away_cluster(*, is_careful: bool = False) -> Iterator[Cluster]:
    """A running one, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="loket-pg-") as folder:
        cluster = Cluster(Path(folder), is_careful=is_careful)
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in listed.split()]


def main(command: list[str]) -> int:
    """Run the command beside a cluster with an empty database to copy."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # and tidy up
    with throw_away_cluster() as cluster:
        Database(cluster.new_database(TEMPLATE)).close()
        kept = {DATABASES: "postgresql", SOCKET: cluster.socket}
        return subprocess.run(command, check=False, env={**os.environ, **kept}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[2:]))
