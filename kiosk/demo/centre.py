"""A centre of the demo's own, and the operator who plays its part of the story."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from kiosk.central.centre import Centre
from kiosk.central.messages.messages import Message
from kiosk.central.operator import Operator, SubmissionRecord
from kiosk.central.settings.configuration import (
    Clock,
    Configuration,
    demo_configuration,
    with_codes,
)
from kiosk.central.storage.base import Layer
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState

OFFICE_ID: Final = "genteng-kulon"
OFFICE_NAME: Final = "Desa Genteng Kulon"
OFFICE_VILLAGE: Final = "35.10.09.2003"
BATCH_ID: Final = "contoh-1"
BATCH_NAME: Final = "Gelombang Contoh 1"
DECREE: Final = "SK CONTOH 1/2026"
SEED: Final = "loket"
BATCH_QUOTA: Final = 100
BATCH_OPEN_FOR: Final = timedelta(days=4)
OUTCOME_POLL_SECONDS: Final = 0.3


class DemoCentre:
    """A real centre on a free port of this computer, with one office and one open batch."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        codes: bool = False,
        pass_mark: float | None = None,
        photo_profile: str = "",
    ) -> None:
        """`codes`: e-mail and phone are confirmed by one-time codes, which `messages` shows.

        `pass_mark`: the share of the test's questions that must be right; None: nobody needs any.
        `photo_profile`: TOML; without it kiosks use their own.
        """
        configuration = replace(_brisk_configuration(), photo_profile=photo_profile)
        if codes:
            configuration = with_codes(configuration)
        if pass_mark is not None:
            configuration = _with_test(configuration, pass_mark)
        self._centre = Centre(folder, clock, configuration)
        self._server = EmbeddedServer(create_app(self._centre))
        self.operator = Operator(self._centre)
        self._clock = clock

    def open(self) -> None:
        """Start serving; raises CannotServeError."""
        self._server.start()
        self.operator.new_office(OFFICE_ID, OFFICE_NAME, OFFICE_VILLAGE)
        closes_at: datetime = self._clock() + BATCH_OPEN_FOR
        self.operator.open_batch(BATCH_ID, BATCH_NAME, quota=BATCH_QUOTA, closes_at=closes_at)

    def close(self) -> None:
        """Stop serving and give everything back."""
        self._server.stop()
        self._centre.close()

    @property
    def url(self) -> str:
        """Where kiosks find it."""
        return self._server.url

    def new_code(self) -> str:
        """A one-time code for the demo's kiosk."""
        return self.operator.new_code(OFFICE_ID)

    def act(self) -> None:
        """Do what the operator of the story does: refuse first photos, take second ones, decide.

        Whoever has joined is accepted; the batch is closed for it, as at the end of a real one.
        """
        records = self.operator.submissions()
        for record in records:
            self._judge_photo(record)
        if any(record.state is CentreState.JOINED for record in records):
            self.operator.close_batch(BATCH_ID)
            self.operator.select(BATCH_ID, DECREE, SEED)

    def messages(self) -> list[Message]:
        """What was sent to residents' phones and mailboxes, oldest first."""
        return [kept.message for kept in self.operator.messages()]

    def record(self, submission_id: UUID) -> SubmissionRecord:
        """What the centre itself holds about one submission."""
        return self.operator.record(submission_id)

    def state(self, submission_id: UUID) -> CentreState | None:
        """Where a submission stands; None before it arrived."""
        records = self.operator.submissions()
        return next((r.state for r in records if r.submission_id == submission_id), None)

    def _judge_photo(self, record: SubmissionRecord) -> None:
        if record.state is not CentreState.PHOTO_VERIFYING:
            return
        if record.photo_revisions == (1,):
            self.operator.reject_photo(record.submission_id, [Reason.SHADOW])
        elif record.photo_revisions:
            self.operator.accept_photo(record.submission_id)


def _brisk_configuration() -> Configuration:
    """The demo's rules, with kiosks that ask for news again at once: nobody likes to wait."""
    configuration = demo_configuration()
    pace = configuration.retry.model_copy(update={"outcome_poll_seconds": OUTCOME_POLL_SECONDS})
    return replace(configuration, retry=pace)


def _with_test(configuration: Configuration, pass_mark: float) -> Configuration:
    """The same rules, with the test required."""
    not_required = configuration.not_required - {Layer.TEST}
    return replace(configuration, not_required=not_required, pass_mark=pass_mark)


@contextmanager
def demo_centre(
    folder: Path, clock: Clock, *, codes: bool = False, pass_mark: float | None = None
) -> Iterator[DemoCentre]:
    """A demo centre that is open; `codes` and `pass_mark`: as for the centre."""
    centre = DemoCentre(folder, clock, codes=codes, pass_mark=pass_mark)
    try:
        centre.open()
        yield centre
    finally:
        centre.close()
