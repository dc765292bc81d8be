"""The first tables."""

from alembic import op

from kiosk.central.migrations.append_only import keep_forever
from kiosk.central.migrations.v0001_registrations import make_registrations
from kiosk.central.migrations.v0001_rooms import make_rooms

revision = "0001"
down_revision = None

_KEPT_FOREVER = (
    "desk_audit",
    "events",
    "settings",
)


def upgrade() -> None:
    """Make them."""
    make_registrations()
    make_rooms()
    for table in _KEPT_FOREVER:
        keep_forever(table)
    op.execute("INSERT INTO counters (name, value) VALUES ('outcomes', 0)")
