"""Keeps half-filled forms in the store, and says when it cannot."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from kiosk.domain.draft import Draft
from kiosk.domain.ticket import ENTROPY_BYTES, new_ticket
from kiosk.store.errors import StoreError
from kiosk.ui.background import Background
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence

ROOM_NEEDED: Final = 50_000_000
"""Bytes: with less, no new form is begun. Room for about a hundred registrations."""
_UUID_BYTES: Final = 16


def new_draft(entropy: Callable[[int], bytes], assisted_by: str | None) -> Draft:
    """An empty form with an id and a ticket of its own."""
    draft_id = UUID(bytes=entropy(_UUID_BYTES), version=4)
    return Draft(draft_id, new_ticket(entropy(ENTROPY_BYTES)).code, assisted_by=assisted_by)


class Keeping(QObject):
    """Hands drafts to the store's own thread.

    Signals:
        failed: with the Sentence that says why a form was not kept.
        full: with the Sentence that says why no form can be begun.
    """

    failed = Signal(object)
    full = Signal(object)

    def __init__(
        self, services: Services, background: Background, parent: QObject, *, room_needed: int
    ) -> None:
        """`room_needed`: with fewer bytes on the disk no new form is begun."""
        super().__init__(parent)
        self._services, self._background = services, background
        self._room_needed = room_needed

    def save(self, draft: Draft) -> None:
        """Keep the newest state of a form."""
        now = self._services.clock()
        self._watch(self._services.store.submit(lambda store: store.drafts.save(draft, now)))

    def delete(self, draft_id: UUID) -> None:
        """Keep nothing of a form any more."""
        self._watch(self._services.store.submit(lambda store: store.drafts.delete(draft_id)))

    def look_for_room(self) -> None:
        """The answer is here before anybody has filled in the first page."""
        room = self._services.store.submit(lambda store: store.free_bytes())
        self._background.watch(room, self._check_room, _say(self.full.emit))

    def _check_room(self, free_bytes: int) -> None:
        if free_bytes < self._room_needed:
            self.full.emit(Sentence("welcome.no_room"))

    def _watch(self, done: "Future[None]") -> None:
        self._background.watch(done, _nothing, _say(self.failed.emit))


def _nothing(_: object) -> None:
    """A draft that is saved needs no answer."""


def _say(tell: Callable[[Sentence], object]) -> Callable[[Exception], None]:
    def explain(error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        tell(Sentence(error.key))

    return explain
