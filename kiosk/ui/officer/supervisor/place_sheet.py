"""Where a file goes: what is plugged in, or this computer's own documents. No native dialog."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from kiosk.store.store import Store
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.places import Place, find_places
from kiosk.ui.officer.figures.save_sheet import PlaceButton
from kiosk.ui.officer.figures.saving import FOLDER, Saving, save_files
from kiosk.ui.officer.supervisor.sheet import SupervisorSheet
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind

MakeFiles = Callable[[Store], Mapping[str, bytes]]
"""Makes files by name, in the store's thread."""


class PlaceSheet(SupervisorSheet):
    """One button a place; a touch saves there. `find_places` is asked in a worker."""

    name: ClassVar[str] = "place"
    icon: ClassVar[str] = "hard-drive"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self.find_places: Callable[[], Sequence[Place]] = find_places
        self._make_files: MakeFiles | None = None
        self.buttons: list[PlaceButton] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self.body.addLayout(self._column)

    def offer(self, make_files: MakeFiles) -> None:
        """Offer to save these once the sheet is on screen."""
        self._make_files = make_files

    def begin(self) -> None:
        """Look for places."""
        self.background.watch(self.services.workers.submit(self.find_places), self._show)

    def end(self) -> None:
        """Forget what was to be saved."""
        self._make_files = None
        self._show(())

    def _show(self, places: Sequence[Place]) -> None:
        for old in self.buttons:
            old.setParent(None)
            old.deleteLater()
        self.buttons = [
            PlaceButton(self.look, number, place) for number, place in enumerate(places)
        ]
        for button, place in zip(self.buttons, places, strict=True):
            button.clicked.connect(partial(self._save_in, place))
            self._column.addWidget(button)
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _save_in(self, place: Place) -> None:
        if self._make_files is not None:
            self._enable(enabled=False)
            self.do(self._make_files, partial(self._write, place))

    def _write(self, place: Place, files: Mapping[str, bytes]) -> None:
        saving = self.services.workers.submit(save_files, files, place.folder)
        name = f"{FOLDER}/{next(iter(files), '')}"
        self.background.watch(saving, partial(self._tell, name))

    def _tell(self, name: str, saving: Saving) -> None:
        self._enable(enabled=True)
        if saving is Saving.SAVED:
            self.notice.tell(Kind.RIGHT, Sentence("officer.place.saved", {"name": name}))
        else:
            self.notice.tell(Kind.WRONG, Sentence(saving))

    def _fail(self, error: Exception) -> None:
        """The same may be tried again."""
        self._enable(enabled=True)
        super()._fail(error)

    def _enable(self, *, enabled: bool) -> None:
        for button in self.buttons:
            button.setEnabled(enabled)
