"""The first tables."""

from alembic import op

from kiosk.central.migrations.append_only import keep_forever
from kiosk.central.models import APPEND_ONLY, Base

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    Base.metadata.create_all(op.get_bind())
    for table in Base.metadata.sorted_tables:
        if table.info.get(APPEND_ONLY):
            keep_forever(table.name)
    op.execute("INSERT INTO counters (name, value) VALUES ('outcomes', 0)")
