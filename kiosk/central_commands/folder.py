"""The way of every job into the centre's folder."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.command import ready_folders
from kiosk.paths import FolderUnusableError

if TYPE_CHECKING:
    from kiosk.central.centre import Centre
    from kiosk.central.operator import Operator
    from kiosk.central.verifiers.interface import Verifiers


def centre_folder(options: argparse.Namespace) -> Path:
    """Where the centre keeps everything: as asked for, or beside the kiosk's own folders."""
    folders = ready_folders(options)
    data: Path | None = options.data
    return data or folders.centre


@contextmanager
def usable_folder() -> Iterator[None]:
    """Say what is wrong with keys, gateways or database as of a folder: FolderUnusableError."""
    from kiosk.central.gateways.config import GatewaysFileError
    from kiosk.central.migrations import NewerDatabaseError
    from kiosk.central.storage.database import DatabaseDownError
    from kiosk.central.vault.watched_file import UnreadableError

    try:
        yield
    except (UnreadableError, GatewaysFileError, NewerDatabaseError) as error:
        raise FolderUnusableError(str(error)) from error
    except DatabaseDownError as error:
        raise FolderUnusableError(f"the database does not answer: {error}") from error


@contextmanager
def the_centre(
    options: argparse.Namespace, verifiers: "Verifiers | None" = None
) -> "Iterator[Centre]":
    """Open the centre for one job; whoever serves it meanwhile is not disturbed."""
    from kiosk.central.centre import Centre
    from kiosk.central.settings.configuration import demo_configuration, utc_now

    folder, url = centre_folder(options), options.database
    with usable_folder():
        rules = demo_configuration()
        with Centre(folder, utc_now, rules, database_url=url, verifiers=verifiers) as centre:
            yield centre


@contextmanager
def the_operator(options: argparse.Namespace) -> "Iterator[Operator]":
    """Open the centre for one job of its operator."""
    from kiosk.central.operator import Operator

    with the_centre(options) as centre:
        yield Operator(centre)
