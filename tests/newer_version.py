"""A version of tomorrow: this one, with one change more of the schema.

As a program (`python -m tests.newer_version HOME URL`) it does a morning's work at a kiosk, by
whichever version its search path names first.
"""

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from kiosk.backroom import BackRoom
from kiosk.cli import utc_now
from kiosk.store.database import newest_schema
from kiosk.sync.dispatch import Dispatcher
from tests.flow.counter import settings
from tests.sync.registrations import PHOTO, registration

ROOT = Path(__file__).parents[1]
CHANGE = "ALTER TABLE submission ADD COLUMN invented TEXT; CREATE TABLE later (id TEXT) STRICT;"
MADE, PARTS_SENT = (3, 4), 5


def install_newer_version(folder: Path) -> None:
    """Put the program there, with everything it brings."""
    shutil.copytree(ROOT / "kiosk", folder / "kiosk", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "kiosk" / "resources").symlink_to(ROOT / "resources")
    migration = f"{newest_schema() + 1:04}_of_tomorrow.sql"
    (folder / "kiosk" / "store" / "migrations" / migration).write_text(CHANGE, "utf-8")


def work_with_newer_version(folder: Path, home: Path, url: str) -> str:
    """Do a morning's work with the version in `folder`; returns which schema it knows."""
    return subprocess.run(
        [sys.executable, "-m", "tests.newer_version", str(home), url],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def work(home: Path, url: str) -> None:
    """Register some more, and send only some of what waits."""
    with BackRoom(home / "store", settings(url), utc_now) as room:
        dispatcher = Dispatcher(room.store, room.configuration)
        for number in MADE:
            dispatcher.register(registration(number), PHOTO, utc_now())
        with closing(room.call_centre()) as central:
            engine = room.make_engine(central)
            for _ in range(PARTS_SENT):
                engine.run_once(utc_now())


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2])
    sys.stdout.write(f"{newest_schema()}\n")
