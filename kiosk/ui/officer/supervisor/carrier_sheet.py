"""The stick for an office without a line: write what waits, and take the answer in."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QProgressBar, QVBoxLayout

from kiosk.store.carried import CarrierFigures
from kiosk.sync.carrier import Carrier, OnStick, TakenIn, Written
from kiosk.sync.stick import CarrierError
from kiosk.ui.dates import clock_time
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.places import Place, PlaceKind, find_places
from kiosk.ui.officer.supervisor.sheet import SupervisorSheet
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.choice import Tile
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind

T = TypeVar("T")
FindPlaces = Callable[[], Sequence[Place]]
_SHOW_EVERY_MS: Final = 100
_BYTES_PER_MB: Final = 1_000_000


class Tally:
    """How much of a job is done: written by its thread, looked at by the window's."""

    def __init__(self) -> None:
        self.done, self.total = 0, 0

    def __call__(self, done: int, total: int) -> None:
        """Write down how far it is."""
        self.done, self.total = done, total


class CarrierSheet(SupervisorSheet):
    """What waits, where it may go, what is there already, and the two ways."""

    name: ClassVar[str] = "carrier"
    icon: ClassVar[str] = "usb"

    def __init__(
        self, look: Look, services: Services, find_places: FindPlaces = find_places
    ) -> None:
        super().__init__(look, services)
        self._carrier = Carrier(services.store, services.configuration)
        self.find_places = find_places
        self._chosen: Place | None = None
        self._job: Future[Any] | None = None
        self._tally = Tally()
        self.waiting = label(look, "notice.empty", "strong")
        self.last = label(look, "notice.empty", "hint")
        self.on_stick = label(look, "notice.empty", "body")
        self.tiles: list[Tile] = []
        self._group = QButtonGroup(self)
        self.progress = QProgressBar()
        self._ticks = QTimer(self)
        self._ticks.setInterval(_SHOW_EVERY_MS)
        self._ticks.timeout.connect(self._show_progress)
        self._make_buttons()
        self._lay_out()

    @property
    def is_busy(self) -> bool:
        """Whether a stick is being written or read."""
        return self._job is not None

    def begin(self) -> None:
        """Count what waits, and look for sticks; a job that is still going on is shown again."""
        self._read_figures()
        self._look_around()
        self._busy(busy=self.is_busy)

    def end(self) -> None:
        """Forget what was found; a stick that is being written is written all the same."""
        self._ticks.stop()
        self._offer(())
        for words in (self.waiting, self.last):
            self.look.write(words, "notice.empty")

    def _make_buttons(self) -> None:
        look = self.look
        self.again_button = Button(
            look,
            "officer.carrier.again",
            name="sticks_again_button",
            rank=Rank.SMALL,
            icon="refresh-cw",
        )
        self.take_in_button = Button(
            look, "officer.carrier.take_in", name="take_in_button", icon="download"
        )
        self.write_button = Button(
            look,
            "officer.carrier.write",
            name="write_stick_button",
            rank=Rank.PRIMARY,
            icon="upload",
        )
        self.again_button.clicked.connect(self._look_around)
        self.take_in_button.clicked.connect(self._take_in)
        self.write_button.clicked.connect(self._write)
        self.bottom_row.addWidget(self.take_in_button)
        self.bottom_row.addWidget(self.write_button)

    def _lay_out(self) -> None:
        card = Card(margin=14)
        card.body.setSpacing(2)
        for words in (self.waiting, self.last):
            card.body.addWidget(words)
        heading = QHBoxLayout()
        heading.addWidget(label(self.look, "officer.carrier.places", "strong"), 1)
        heading.addWidget(self.again_button)
        self._tiles_box = QVBoxLayout()
        self._tiles_box.setSpacing(8)
        self.body.addWidget(card)
        self.body.addLayout(heading)
        self.body.addLayout(self._tiles_box)
        for part in (self.on_stick, self.progress):
            part.hide()
            self.body.addWidget(part)
        self.progress.setTextVisible(False)
        self.look.name(self.progress, "officer.carrier.progress")

    def _read_figures(self) -> None:
        self.do(lambda store: store.carried.figures(), self._show_figures)

    def _show_figures(self, figures: CarrierFigures) -> None:
        size = max(1, round(figures.size_bytes / _BYTES_PER_MB))
        key = "waiting" if figures.waiting else "nothing_waits"
        values = {"count": figures.waiting, "size": size, "carried": figures.carried}
        self.look.write(self.waiting, f"officer.carrier.{key}", **values)
        if figures.last_carried_at is None:
            self.look.write(self.last, "officer.carrier.never")
        else:
            at = self._when(figures.last_carried_at)
            self.look.write(self.last, "officer.carrier.last", at=at, count=figures.carried)

    def _look_around(self) -> None:
        self._have_done(self.find_places, self._offer)

    def _offer(self, places: Sequence[Place]) -> None:
        """Show the places; the only stick needs no choosing."""
        for tile in self.tiles:
            self._group.removeButton(tile)
            self._tiles_box.removeWidget(tile)
            tile.setParent(None)
            tile.deleteLater()
        self._chosen = None
        self.tiles = [Tile(self.look, f"place_{number}") for number in range(len(places))]
        for tile, place in zip(self.tiles, places, strict=True):
            self._group.addButton(tile)
            self._tiles_box.addWidget(tile)
            self.look.write(tile, f"officer.carrier.place.{place.kind}", name=place.name)
            tile.clicked.connect(partial(self._choose, place))
        self.look.dress(self)
        self._show_stick(None)
        sticks = [place for place in places if place.kind is PlaceKind.REMOVABLE]
        if len(sticks) == 1:
            self.tiles[places.index(sticks[0])].setChecked(True)
            self._choose(sticks[0])

    def _choose(self, place: Place) -> None:
        self._chosen = place
        self.notice.clear()
        self._look_at(place)

    def _look_at(self, place: Place) -> None:
        looking = partial(self._carrier.look, place.folder)
        self._have_done(looking, partial(self._show_if_chosen, place))

    def _show_if_chosen(self, place: Place, found: OnStick) -> None:
        if place == self._chosen:
            self._show_stick(found)

    def _show_stick(self, found: OnStick | None) -> None:
        self.on_stick.setVisible(found is not None)
        if found is None:
            return
        if found.bundle is None:
            self.look.write(self.on_stick, "officer.carrier.stick_empty")
            return
        at, count = self._when(found.bundle.made_at), len(found.bundle.parts)
        said = "answered" if found.answer is not None else "not_answered"
        self.look.write(self.on_stick, f"officer.carrier.{said}", at=at, count=count)

    def _write(self) -> None:
        self._start(self._carrier.write, self._tell_written)

    def _take_in(self) -> None:
        self._start(self._carrier.take_in, self._tell_taken_in)

    def _start(self, work: Callable[..., T], on_done: Callable[[T], object]) -> None:
        """Begin a job with the chosen place, unless one is going on."""
        if self._chosen is None:
            self.notice.tell(Kind.ATTENTION, Sentence("officer.carrier.choose"))
            return
        self.notice.clear()
        self._tally = Tally()
        folder: Path = self._chosen.folder
        job = self.services.workers.submit(work, folder, self.now(), self.by, self._tally)
        self._job = job
        job.add_done_callback(self._forget_job)
        self._busy(busy=True)
        self.background.watch(job, partial(self._finish, on_done), self._fail)

    def _forget_job(self, _: object) -> None:
        self._job = None

    def _finish(self, on_done: Callable[[T], object], result: T) -> None:
        self._busy(busy=False)
        self._read_figures()
        if self._chosen is not None:
            self._look_at(self._chosen)
        on_done(result)

    def _tell_written(self, written: Written) -> None:
        key = "written_part" if written.left else "written" if written.parts else "asked"
        values = {"count": written.parts, "left": written.left}
        self.notice.tell(Kind.RIGHT, Sentence(f"officer.carrier.{key}", values))

    def _tell_taken_in(self, found: TakenIn) -> None:
        values = {
            "delivered": found.delivered,
            "outcomes": found.outcomes,
            "refused": found.refused,
        }
        if found.refused:
            self.notice.tell(Kind.ATTENTION, Sentence("officer.carrier.refused", values))
        elif found.delivered or found.outcomes:
            self.notice.tell(Kind.RIGHT, Sentence("officer.carrier.taken_in", values))
        else:
            self.notice.tell(Kind.RIGHT, Sentence("officer.carrier.known"))

    def _fail(self, error: Exception) -> None:
        self._busy(busy=False)
        if not isinstance(error, CarrierError):
            super()._fail(error)
            return
        self.notice.tell(Kind.WRONG, Sentence(error.key))

    def _have_done(self, work: Callable[[], T], on_done: Callable[[T], object]) -> None:
        self.background.watch(self.services.workers.submit(work), on_done, self._fail)

    def _busy(self, *, busy: bool) -> None:
        buttons = (self.write_button, self.take_in_button, self.again_button, *self.tiles)
        if busy and any(button.hasFocus() for button in buttons):
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        for button in buttons:
            button.setEnabled(not busy)
        self.progress.setVisible(busy)
        if busy:
            self._show_progress()
            self._ticks.start()
        else:
            self._ticks.stop()

    def _show_progress(self) -> None:
        """A bar without an end until it is known how much there is; somebody is at it."""
        self.progress.setRange(0, self._tally.total)
        self.progress.setValue(self._tally.done)
        self.worked.emit()
        if self._job is None:
            self._busy(busy=False)

    def _when(self, moment: datetime) -> str:
        return clock_time(moment, self.now())
