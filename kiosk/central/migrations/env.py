"""What Alembic runs for every command: the steps, in the transaction that it was given."""

from alembic import context

import kiosk.central.counter.models  # all their tables belong to the whole
import kiosk.central.desk.models
import kiosk.central.messages.models
import kiosk.central.verifiers.models  # noqa: F401
from kiosk.central.storage.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a column
)
context.run_migrations()
