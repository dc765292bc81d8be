"""The questions of the first run, one sheet each."""

import re
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from kiosk.camera.guidance import Instruction
from kiosk.camera.inspector import Inspection
from kiosk.camera.loop import CameraState
from kiosk.domain.name import LONGEST_NAME, NameProblem, PersonName, parse_name
from kiosk.domain.pin import Pin
from kiosk.domain.ticket import PREFIX
from kiosk.store.settings import Office
from kiosk.ui.camera_desk import CameraDesk, Use
from kiosk.ui.look import Look
from kiosk.ui.officer.new_pin import NewPin
from kiosk.ui.page import Sheet
from kiosk.ui.photo_session import PhotoSession
from kiosk.ui.preview_feed import PreviewFeed
from kiosk.ui.resident.qr_scan import CodeKind
from kiosk.ui.resident.scan_page import ScanPage
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.camera_view import CameraView
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.choice import Tile
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.label import icon_label, plain_label
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.pads import LetterPad, NumberPad

LONGEST_CODE: Final = 64
_SETUP_TEXT: Final = re.compile(rf"\{{.*\}}|[0-9A-Za-z-]{{6,{LONGEST_CODE}}}")


class FirstRunSheet(Sheet):
    """A question with "Lanjut".

    Signals:
        answered: "Lanjut" was pressed and nothing is missing.
    """

    answered = Signal()

    def __init__(self, look: Look, name: str, next_key: str = "action.next") -> None:
        super().__init__(look, f"first_run.{name}.title", f"first_run.{name}.hint")
        self.setObjectName(f"first_run_{name}")
        self.next_button = Button(
            look, next_key, name=f"{name}_next_button", rank=Rank.PRIMARY, icon="arrow-right"
        ).with_icon_last()
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.next_button)
        self.next_button.clicked.connect(self._go_on)

    def begin(self) -> None:
        """Get ready to ask."""
        self.focus_first()

    def focus_first(self) -> None:
        """Begin at the first field."""
        first = next(iter(self.findChildren(Field)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def problem(self) -> Sentence | None:
        """What is wrong with the answer."""
        return None

    def end(self) -> None:
        """Something else is on screen now."""

    def _go_on(self) -> None:
        problem = self.problem()
        if problem is not None:
            self.notice.tell(Kind.ATTENTION, problem)
            self.focus_first()
            return
        self.notice.clear()
        self.answered.emit()


class LanguageSheet(FirstRunSheet):
    """Every language that has a file, in its own words; chosen, it is spoken at once."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "language")
        group = QButtonGroup(self)
        for code in look.languages:
            tile = Tile(look, f"language_{code}")
            tile.setText(look.language_name(code))
            tile.setAccessibleName(tile.text())
            tile.setChecked(code == look.language)
            tile.clicked.connect(lambda _=False, chosen=code: look.speak(chosen))
            group.addButton(tile)
            self.body.addWidget(tile)


class _LetterSheet(FirstRunSheet):
    """One field and the letters below."""

    def __init__(self, look: Look, name: str, longest: int, signs: str) -> None:
        super().__init__(look, name)
        self.field = Field(look, f"{name}_field", f"first_run.{name}.title", longest)
        self.field.textChanged.connect(self.notice.clear)
        self.body.addWidget(self.field)
        pad = LetterPad(look, signs)
        pad.types_into(self.field)
        self.bottom_row.insertStretch(0)
        self.set_letter_pad(pad)


class CodeSheet(_LetterSheet):
    """The one-time code of this computer, or the way to its QR code.

    Signals:
        scan_pressed: the QR code is to be read instead.
        again_pressed: the file that lies on this computer is to be tried once more.
    """

    scan_pressed = Signal()
    again_pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "code", LONGEST_CODE, "-")
        self.scan_button = Button(
            look, "first_run.scan.title", name="scan_button", rank=Rank.SMALL, icon="qr-code"
        )
        self.again_button = Button(
            look, "first_run.code.again", name="again_button", rank=Rank.SMALL, icon="refresh-cw"
        )
        self.again_button.hide()
        self.scan_button.clicked.connect(self.scan_pressed)
        self.again_button.clicked.connect(self.again_pressed)
        row = QHBoxLayout()
        row.setSpacing(16)
        for widget, stretch in ((self.field, 1), (self.scan_button, 0), (self.again_button, 0)):
            row.addWidget(widget, stretch)
        self.body.addLayout(row)

    @property
    def code(self) -> str:
        """As typed."""
        return self.field.text()

    def put(self, code: str) -> None:
        """As if it had been typed."""
        self.field.setText(code)

    def show_busy(self, *, busy: bool) -> None:
        """While the centre is asked, every way waits."""
        for button in (self.next_button, self.scan_button, self.again_button):
            button.setEnabled(not busy)

    def say_waiting(self) -> None:
        """The file that lies on this computer is being tried."""
        self.show_busy(busy=True)
        self.notice.tell(Kind.ATTENTION, Sentence("first_run.code.waiting"))

    def refuse(self, key: str) -> None:
        """Say why the code, or the file, did not do."""
        self.notice.tell(Kind.WRONG, Sentence(key))
        self.focus_first()


def _setup_text(text: str) -> str | None:
    """Whatever could be a provisioning file or a code; no link, and no resident's ticket."""
    is_ticket = text.startswith(f"{PREFIX}-")
    return text if _SETUP_TEXT.fullmatch(text) and not is_ticket else None


_SETUP_CODE: Final = CodeKind(
    Use.SETUP, _setup_text, "first_run.scan.hold", "first_run.scan.foreign"
)


class ScanSheet(ScanPage):
    """The QR code that the centre shows, before the camera."""

    def __init__(self, look: Look, camera: CameraDesk) -> None:
        super().__init__(look, camera, _SETUP_CODE, ("first_run.scan.title", "first_run.scan.hint"))

    def end(self) -> None:
        """Something else is on screen now."""
        self.wipe()


class OfficeSheet(FirstRunSheet):
    """The office that the centre knows this computer by."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "office")
        card = Card()
        card.body.addWidget(icon_label(look, "building-2", "accent", 44))
        self._name, self._id = plain_label("title"), plain_label("hint")
        card.body.addWidget(self._name)
        card.body.addWidget(self._id)
        self.body.addWidget(card)

    def show_office(self, office: Office, centre: str = "") -> None:
        """Show which one; `centre`: at whose address, where a code that was scanned chose it."""
        self._name.setText(office.name)
        self._id.setText(" · ".join(part for part in (office.id, office.village, centre) if part))

    @property
    def said(self) -> str:
        """What tells this office from one of the same name."""
        return self._id.text()


class NameSheet(_LetterSheet):
    """The name of the first supervisor."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "supervisor", LONGEST_NAME, ".',")

    @property
    def name(self) -> str:
        """As to be kept."""
        name = parse_name(self.field.text())
        return name.value if isinstance(name, PersonName) else ""

    def problem(self) -> Sentence | None:
        """A name is a name."""
        name = parse_name(self.field.text())
        return Sentence(name) if isinstance(name, NameProblem) else None


class PinSheet(FirstRunSheet):
    """The PIN, twice."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "pin")
        self._new_pin = NewPin(look)
        self.first, self.second = self._new_pin.first, self._new_pin.second
        self._new_pin.changed.connect(self.notice.clear)
        self.body.addWidget(self._new_pin)
        pad = NumberPad(look)
        pad.types_into(self.first, self.second)
        card = Card()
        card.body.addWidget(pad)
        self.set_side(card)

    @property
    def pin(self) -> Pin | Sentence:
        """The PIN that both fields agree on, or what is wrong with it."""
        return self._new_pin.read()

    def problem(self) -> Sentence | None:
        """It must be a good one, twice."""
        pin = self.pin
        return pin if isinstance(pin, Sentence) else None

    def end(self) -> None:
        """Forget what was typed."""
        self._new_pin.wipe()


class CameraSheet(FirstRunSheet):
    """The camera at work, with the same guidance the residents get."""

    def __init__(self, look: Look, camera: CameraDesk) -> None:
        super().__init__(look, "camera", "first_run.camera.done")
        self._camera = camera
        self._session: PhotoSession | None = None
        self.view = CameraView(look)
        self.instruction = InstructionCard(look)
        on_picture = QVBoxLayout(self.view)
        on_picture.setContentsMargins(16, 16, 16, 16)
        on_picture.addStretch(1)
        on_picture.addWidget(self.instruction)
        self.set_side(self.view, share=13)
        self._feed = PreviewFeed(camera, self)
        self._feed.frame_ready.connect(self.view.show_frame)
        self._feed.inspected.connect(self._follow)
        self._feed.state_changed.connect(self._show_state)

    def begin(self) -> None:
        """Switch the camera on."""
        self._session = None
        self._camera.start()
        self._feed.start()

    def end(self) -> None:
        """Switch the camera off."""
        self._feed.stop()
        self._camera.stop()
        self.view.clear()

    def _show_state(self, state: CameraState) -> None:
        self.instruction.show_camera(state)
        if not state.has_pictures:
            self.view.clear()

    def _follow(self, inspection: Inspection) -> None:
        if self._session is None:
            self._session = PhotoSession(self._camera.profile)
        guidance = self._session.offer(inspection).guidance
        if guidance.instruction is Instruction.HOLD_STILL:
            self.instruction.show_good("first_run.camera.good")
        else:
            self.instruction.show_guidance(guidance)
