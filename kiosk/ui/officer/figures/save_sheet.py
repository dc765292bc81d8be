"""Where to save a file: big buttons for what is plugged in and for this computer's documents."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.places import Place, PlaceKind
from kiosk.ui.services import Services
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.label import icon_label, label, plain_label
from kiosk.ui.widgets.scroll import Scroll

_ICONS: Final = {PlaceKind.REMOVABLE: "usb", PlaceKind.DOCUMENTS: "hard-drive"}
_GIGABYTE: Final = 1_000_000_000


class PlaceButton(CardButton):
    """One place: what it is called, and what it is and how much room it has."""

    def __init__(self, look: Look, number: int, place: Place) -> None:
        super().__init__(f"place_{number}", "tile")
        self._look, self._place = look, place
        self._words = plain_label("strong"), plain_label("hint")
        icon = icon_label(look, _ICONS[place.kind], "ink")
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in self._words:
            words.addWidget(part)
        face = QHBoxLayout(self)
        face.setContentsMargins(20, 12, 20, 12)
        face.setSpacing(16)
        face.addWidget(icon)
        face.addLayout(words, 1)
        for part in (icon, *self._words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self._say)
        self._say()

    def _say(self) -> None:
        place = self._place
        free = f"{place.free_bytes / _GIGABYTE:.1f}".replace(".", ",")
        told = self._look.text(f"figures.place.{place.kind}", free=free)
        for part, words in zip(self._words, (place.name, told), strict=True):
            part.setText(words)
        self.setAccessibleName(f"{place.name}. {told}")


class SaveSheet(QWidget):
    """Asks for a place, anew each time it begins; no dialog of the system is opened.

    Signals:
        chosen: with the Place.
        print_pressed: paper will do.
        left: nothing is to be saved.
    """

    chosen = Signal(object)
    print_pressed = Signal()
    left = Signal()

    def __init__(
        self, look: Look, services: Services, find_places: Callable[[], Sequence[Place]]
    ) -> None:
        super().__init__()
        self.setObjectName("save_sheet")
        self._look, self._services, self.find_places = look, services, find_places
        self._background = Background(self)
        self.title = label(look, "notice.empty", "title")
        self._hint = label(look, "figures.save.hint", "hint")
        self._looking = label(look, "figures.save.looking", "body")
        self._places = QVBoxLayout()
        self._places.setSpacing(12)
        self._buttons: list[PlaceButton] = []
        self.again_button = Button(
            look, "figures.save.again", name="places_again_button", icon="refresh-cw"
        )
        self.back_button = Button(look, "action.back", name="save_back_button", icon="arrow-left")
        self.print_button = Button(
            look, "figures.save.print", name="handover_print_button", icon="printer"
        )
        self.again_button.clicked.connect(self._look_around)
        self.back_button.clicked.connect(self.left)
        self.print_button.clicked.connect(self.print_pressed)
        self._lay_out()

    def begin(self, title_key: str, *, can_print: bool) -> None:
        """Ask where something goes."""
        self._look.write(self.title, title_key)
        self.print_button.setVisible(can_print)
        self._look_around()

    def end(self) -> None:
        """Forget what was asked for."""
        self._background.forget()
        self._clear()

    def _look_around(self) -> None:
        self.end()
        self._looking.show()
        places = self._services.workers.submit(self.find_places)
        self._background.watch(places, self._offer)

    def _offer(self, places: Sequence[Place]) -> None:
        self._looking.hide()
        for number, place in enumerate(places):
            button = PlaceButton(self._look, number, place)
            button.clicked.connect(partial(self._choose, place))
            self._places.addWidget(button)
            self._buttons.append(button)
        first = next(iter(self._buttons), self.again_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, place: Place) -> None:
        for button in self._buttons:
            button.setEnabled(False)
        self.chosen.emit(place)

    def _clear(self) -> None:
        for button in self._buttons:
            self._places.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()
        self._looking.hide()

    def _lay_out(self) -> None:
        scroll = Scroll()
        for part in (self.title, self._hint, self._looking):
            scroll.body.addWidget(part)
        scroll.body.addLayout(self._places)
        actions = QHBoxLayout()
        actions.setSpacing(12)
        actions.addWidget(self.back_button)
        actions.addStretch(1)
        actions.addWidget(self.again_button)
        actions.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll, 1)
        column.addLayout(actions)
