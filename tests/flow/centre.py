"""The demo's centre, which can be out of service for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.vault.keys import load_opening_keys
from kiosk.central.vault.opening import OpenedForm, Opener
from kiosk.demo.centre import DemoCentre
from kiosk.sync.forms import RegistrationForm


class Centre(DemoCentre):
    """Keeps its address and everything it holds while it is down."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        codes: bool = False,
        pass_mark: float | None = None,
        photo_profile: str = "",
    ) -> None:
        super().__init__(
            folder, clock, codes=codes, pass_mark=pass_mark, photo_profile=photo_profile
        )
        self._opener = Opener(load_opening_keys(folder), self._centre.blobs)

    def go_down(self) -> None:
        self._server.stop()

    def come_up(self) -> None:
        self._server.start()

    @contextmanager
    def lagging(self) -> Iterator[None]:
        """Whatever would be written down has to wait for its answer."""
        with self._centre.database.writing() as session:
            session.connection()  # only now does it begin
            yield

    def form_of(self, submission_id: UUID) -> RegistrationForm:
        """What the centre reads in the sealed form."""
        with self._centre.database.reading() as session:
            row = session.get_one(SubmissionRow, submission_id)
            opened = self._opener.form(session, row)
        assert isinstance(opened, OpenedForm)
        return opened.form
