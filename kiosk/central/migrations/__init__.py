"""Brings the tables of a database up to date, whenever it is opened.

One module in `versions` is one step; their numbers grow. Alembic is loaded only where a step is to
be done, as it takes longer than everything else at opening.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

NEWEST: Final = "0001"
"""The number of the last step."""
FOLDER: Final = Path(__file__).parent
_TABLE = "alembic_version"


class NewerDatabaseError(Exception):
    """The database was brought up to date by a later version of the program."""


def migrate(engine: Engine) -> None:
    """Do the steps that are missing, all or none; who opens at the same time waits.

    Raises NewerDatabaseError.
    """
    with engine.connect() as connection:
        if _is_up_to_date(connection):
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('loket', 0))"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        if not _is_up_to_date(connection):
            _upgrade(connection)


def _is_up_to_date(connection: Connection) -> bool:
    if not inspect(connection).has_table(_TABLE):
        return False
    done = connection.scalar(text(f"SELECT version_num FROM {_TABLE}")) or ""  # noqa: S608  # a constant
    if done > NEWEST:
        raise NewerDatabaseError(
            f"the database belongs to a later version of this program (step {done}, we know"
            f" {NEWEST}): install that version, or go back to a backup from before"
        )
    return bool(done == NEWEST)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # see above
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
