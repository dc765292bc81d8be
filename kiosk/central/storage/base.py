"""What every table has in common: its kinds of columns, and that some only grow."""

import enum
from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Integer,
    LargeBinary,
    Table,
)
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

APPEND_ONLY = "is_append_only"
"""Marks such a table in its `info`."""
NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""What is never given twice: two thousand millions are a year of events."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, also where the database knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Store everything in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """SQLite gives back naive times, which are the UTC that was stored."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Layer(enum.StrEnum):
    """The verifications, in the order of the articles; the order in force is configuration."""

    EMAIL = "email"
    IDENTITY = "identity"
    OTP = "otp"
    PHOTO = "photo"
    TEST = "test"


class Base(DeclarativeBase):
    """Base of every table."""

    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it from the class
        datetime: UtcDateTime,
        bytes: LargeBinary,
        list[str]: JSON,
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            length=32,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }


def keep_forever(table: Table) -> None:
    """Rows are only added to this table: the step that makes it has the database see to that."""
    table.info[APPEND_ONLY] = True
