"""The way of every job into the centre's folder."""

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.command import ready_folders
from kiosk.paths import PRIVATE_FOLDER, FolderUnusableError

if TYPE_CHECKING:
    from kiosk.central.centre import Centre
    from kiosk.central.operator import Operator
    from kiosk.central.settings.settings import SettingsBook
    from kiosk.central.verifiers.interface import Verifiers

AT_THE_CONSOLE = "console"
"""Named in the audit for whoever has the centre's own folder."""


def centre_folder(options: argparse.Namespace) -> Path:
    """Where the centre keeps everything: as asked for, or beside the kiosk's own folders."""
    folders = ready_folders(options)
    data: Path = options.data or folders.centre
    try:
        data.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusableError(f"{data}: {error.strerror}") from error
    return data


@contextmanager
def usable_folder() -> Iterator[None]:
    """Say what is wrong with keys, gateways, settings or database: FolderUnusableError."""
    from kiosk.central.gateways.config import GatewaysFileError
    from kiosk.central.migrations import NewerDatabaseError
    from kiosk.central.settings.settings import SettingsUnreadableError
    from kiosk.central.storage.database import DatabaseDownError, DatabaseUnusableError
    from kiosk.central.vault.watched_file import UnreadableError

    unusable = (
        *(UnreadableError, GatewaysFileError, SettingsUnreadableError),
        *(NewerDatabaseError, DatabaseUnusableError),
    )
    try:
        yield
    except unusable as error:
        raise FolderUnusableError(str(error)) from error
    except DatabaseDownError as error:
        raise FolderUnusableError(f"the database does not answer: {error}") from error


@contextmanager
def the_centre(
    options: argparse.Namespace, verifiers: "Verifiers | None" = None
) -> "Iterator[Centre]":
    """Open the centre for one job; whoever serves it does all the work that comes of it."""
    from kiosk.central.centre import Centre
    from kiosk.central.settings.configuration import demo_configuration, utc_now

    folder, url = centre_folder(options), options.database
    with usable_folder():
        rules = demo_configuration()
        with Centre(folder, utc_now, rules, database_url=url, verifiers=verifiers) as centre:
            centre.employ(0)
            yield centre


@contextmanager
def the_settings(options: argparse.Namespace) -> "Iterator[SettingsBook]":
    """Open the settings alone, so that those that no centre can go by can be mended."""
    from kiosk.central.centre import database_in
    from kiosk.central.settings.bundle import Publisher
    from kiosk.central.settings.configuration import demo_configuration, utc_now
    from kiosk.central.settings.settings import SettingsBook
    from kiosk.central.storage.database import Database
    from kiosk.central.vault.keys import load_keys

    folder = centre_folder(options)
    url: str = options.database or database_in(folder)
    with usable_folder(), closing(Database(url)) as database:
        book = SettingsBook(database, utc_now, demo_configuration())
        book.published_by(Publisher(database, utc_now, load_keys(folder), book).publish)
        yield book


@contextmanager
def the_operator(options: argparse.Namespace) -> "Iterator[Operator]":
    """Open the centre for one job of its operator."""
    from kiosk.central.operator import Operator

    with the_centre(options) as centre:
        yield Operator(centre)
