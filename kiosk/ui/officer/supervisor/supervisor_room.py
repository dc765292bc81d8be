"""The supervisor's room: tiles, and the sheet behind each."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.store.officers import Officer, Role
from kiosk.ui.look import Look
from kiosk.ui.officer.room import DeskRoom
from kiosk.ui.officer.supervisor.camera_sheet import CameraSheet
from kiosk.ui.officer.supervisor.carrier_sheet import CarrierSheet
from kiosk.ui.officer.supervisor.held_sheet import HeldSheet
from kiosk.ui.officer.supervisor.journal_sheet import JournalSheet
from kiosk.ui.officer.supervisor.look_sheet import LookSheet
from kiosk.ui.officer.supervisor.office_sheet import OfficeSheet
from kiosk.ui.officer.supervisor.printer_sheet import PrinterSheet
from kiosk.ui.officer.supervisor.retention_sheet import RetentionSheet
from kiosk.ui.officer.supervisor.sheet import SupervisorSheet
from kiosk.ui.officer.supervisor.staff_sheet import StaffSheet
from kiosk.ui.page import Sheet
from kiosk.ui.services import Services
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.label import icon_label, label
from kiosk.ui.widgets.page_stack import PageStack
from kiosk.ui.widgets.tile_grid import TileGrid

SHEETS: Final[tuple[type[SupervisorSheet], ...]] = (
    StaffSheet,
    HeldSheet,
    CarrierSheet,
    JournalSheet,
    RetentionSheet,
    CameraSheet,
    PrinterSheet,
    LookSheet,
    OfficeSheet,
)
"""In the order of the tiles."""
_LEAST_TILE: Final = 15
"""Width of a tile, in sizes of its text."""
_MOST_COLUMNS: Final = 3
_GAP: Final = 12


class SupervisorRoom(DeskRoom):
    """Tiles; a sheet is made when it is opened for the first time."""

    def __init__(
        self,
        look: Look,
        services: Services,
        sheets: tuple[type[SupervisorSheet], ...] = SHEETS,
    ) -> None:
        super().__init__()
        self.setObjectName("supervisor_room")
        self._look, self._services = look, services
        self._officer: Officer | None = None
        self._sheets: dict[type[SupervisorSheet], SupervisorSheet] = {}
        self._path: list[SupervisorSheet] = []
        self._stack = PageStack(look)
        self.tiles = Tiles(look, sheets)
        self._stack.addWidget(self.tiles)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for kind, tile in self.tiles.tiles.items():
            tile.clicked.connect(lambda _=False, chosen=kind: self.open_sheet(chosen))

    @property
    def path(self) -> tuple[SupervisorSheet, ...]:
        """The open sheets, each over the one before."""
        return tuple(self._path)

    @property
    def sheet(self) -> SupervisorSheet | None:
        """The sheet on screen."""
        return self._path[-1] if self._path else None

    def enter(self, officer: Officer) -> None:
        """Show the tiles to a supervisor; anybody else finds nothing here."""
        self._officer = officer if officer.role is Role.SUPERVISOR else None
        self.tiles.setEnabled(self._officer is not None)
        self._close_all()

    def leave(self) -> None:
        """Close what is open."""
        self._close_all()
        self._officer = None

    def open_sheet(self, kind: type[SupervisorSheet]) -> None:
        """Put a sheet over the tiles."""
        if kind not in self._sheets:
            self._sheets[kind] = kind(self._look, self._services)
        self._open(self._sheets[kind])

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 200)

    def _open(self, sheet: SupervisorSheet) -> None:
        if self._officer is None:
            return
        if self._stack.indexOf(sheet) < 0:
            self._take_in(sheet)
        self._path.append(sheet)
        self._stack.setCurrentWidget(sheet)
        sheet.open_for(self._officer)

    def _take_in(self, sheet: SupervisorSheet) -> None:
        self._stack.addWidget(sheet)
        sheet.left.connect(self._go_back)
        sheet.opened.connect(self._open)
        sheet.worked.connect(self.worked)
        sheet.room_requested.connect(self.room_requested)

    def _go_back(self) -> None:
        """To the sheet below, or to the tile that it was opened by."""
        left = self._path.pop()
        below = self.sheet
        self._stack.setCurrentWidget(below or self.tiles)
        left.close_up()
        if below is not None:
            below.begin()
        elif type(left) in self.tiles.tiles:
            self.tiles.tiles[type(left)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_all(self) -> None:
        self._stack.setCurrentWidget(self.tiles)
        while self._path:
            self._path.pop().close_up()


class Tiles(Sheet):
    """One tile for each sheet, side by side as many as have room."""

    def __init__(self, look: Look, sheets: tuple[type[SupervisorSheet], ...]) -> None:
        super().__init__(look, "officer.supervisor.title", "officer.supervisor.hint")
        self.tiles = {kind: SheetTile(look, kind) for kind in sheets}
        self._tile_grid = TileGrid(self.tiles.values(), gap=_GAP, most_columns=_MOST_COLUMNS)
        self.body.addLayout(self._tile_grid)
        look.changed.connect(self._place)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many side by side as have room."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._tile_grid.place(self.width(), _LEAST_TILE * self.look.px["body"])


class SheetTile(CardButton):
    """The way to a sheet: icon, name, and what it is for."""

    def __init__(self, look: Look, kind: type[SupervisorSheet]) -> None:
        super().__init__(f"sheet_{kind.name}", "door")
        table = f"officer.supervisor.{kind.name}"
        picture = icon_label(look, kind.icon, "accent", 32)
        words = QVBoxLayout()
        words.setSpacing(2)
        parts: tuple[QWidget, ...] = (
            picture,
            label(look, f"{table}.title", "strong"),
            label(look, f"{table}.about", "small"),
        )
        for part in parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for part in parts[1:]:
            words.addWidget(part)
        words.addStretch(1)
        face = QHBoxLayout(self)
        face.setContentsMargins(18, 14, 18, 14)
        face.setSpacing(16)
        face.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        face.addLayout(words, 1)
        look.name(self, f"{table}.title")
