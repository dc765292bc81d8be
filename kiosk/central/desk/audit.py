"""Who did what at the operators' page. Append-only, and without personal data."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from kiosk.central.desk.models import NAME_LENGTH, AuditRow
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database


class Deed(StrEnum):
    """Everything that is written down; each has its words under `deed.<value>`."""

    LOG_IN = "log_in"
    LOG_IN_FAILED = "log_in_failed"
    LOG_OUT = "log_out"
    PASSWORD = "password"  # noqa: S105  # the name of an act
    PHOTO_VIEW = "photo_view"
    PHOTO_ACCEPT = "photo_accept"
    PHOTO_REJECT = "photo_reject"
    ASK = "ask"
    OFFICE_ADD = "office_add"
    ENROLMENT_CODE = "enrolment_code"
    PROVISIONING = "provisioning"
    RECOVERY_CODE = "recovery_code"
    KIOSK_REVOKE = "kiosk_revoke"
    BATCH_PLAN = "batch_plan"
    BATCH_OPEN = "batch_open"
    BATCH_CLOSE = "batch_close"
    BATCH_SELECT = "batch_select"
    RECAP_ASK = "recap_ask"
    RECAP_TAKE = "recap_take"
    RECAP_DROP = "recap_drop"
    MESSAGE_READ = "message_read"
    SETTINGS_CHANGE = "settings_change"
    ACCOUNT = "account"
    ACCOUNT_CLOSE = "account_close"


class Audit:
    """Writes it down."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def write(
        self,
        account: str,
        deed: Deed,
        subject: str = "",
        detail: str = "",
        *,
        has_failed: bool = False,
    ) -> None:
        """One row, at once and for good."""
        with self._database.writing() as session:
            session.add(
                AuditRow(
                    at=self._clock(),
                    account=account[:NAME_LENGTH],
                    deed=deed,
                    subject=subject[:128],
                    detail=detail,
                    has_failed=has_failed,
                )
            )

    @contextmanager
    def act(self, account: str, deed: Deed, subject: str = "", detail: str = "") -> Iterator[None]:
        """Written down before it is done, and once more when it could not be done."""
        self.write(account, deed, subject, detail)
        is_done = False
        try:
            yield
            is_done = True
        finally:
            if not is_done:
                self.write(account, deed, subject, detail, has_failed=True)
