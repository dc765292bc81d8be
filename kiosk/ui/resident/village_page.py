"""The village, found by a few letters; the office's own comes first."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from kiosk.domain.address import AddressProblem
from kiosk.domain.draft import Draft
from kiosk.domain.region import RegionLevel, Regions, Village
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.card_button import TickCard
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.pads import LetterPad
from kiosk.ui.widgets.scroll import Scroll
from kiosk.ui.widgets.tick import ONE_OF_SEVERAL

_MOST_RESULTS = 6
_LONGEST_SEARCH = 60
_LIST_PX = 360


class VillagePage(Page):
    """Search at the left, "Desa, Kecamatan" to choose from at the right."""

    def __init__(
        self, look: Look, texts: str, field: str, regions: Regions, office_village: str | None
    ) -> None:
        """`texts`: table with `title` and `hint`; `field`: of the draft, a village code."""
        super().__init__(look, f"{texts}.title", f"{texts}.hint")
        self._draft_field = field
        self._regions, self._office_village = regions, office_village
        self.search = Field(look, f"{field}_search", f"{texts}.title", _LONGEST_SEARCH)
        self.search.setProperty("role", "search")
        self.body.addWidget(self.search)
        self.results = VillageList(
            look, field, office_village and office_village[: RegionLevel.REGENCY]
        )
        self.set_side(self.results)
        pad = LetterPad(look, ".'-")
        pad.types_into(self.search)
        self.set_letter_pad(pad)
        self.search.textChanged.connect(self._find)
        self.results.chosen.connect(self.answer_changed)

    def fill(self, draft: Draft) -> None:
        """Show the chosen village, or those near the office."""
        code = getattr(draft, self._draft_field)
        village = self._regions.village(code) if code else None
        self.search.setText("" if village is None else village.name)
        self._find()
        self.results.choose(code)

    def forget(self) -> None:
        """Forget the results."""
        self.results.show_villages(())

    def read(self, draft: Draft) -> Draft | Sentence:
        """A village of the list."""
        if self.results.code is None:
            return Sentence(AddressProblem.VILLAGE)
        return draft.but(**{self._draft_field: self.results.code})

    def _find(self) -> None:
        self.answer_changed()
        text = self.search.text()
        found = self._regions.search(text, near=self._office_village, limit=_MOST_RESULTS)
        self.results.show_villages(found)
        self.results.say_nothing_found(is_so=bool(text.strip()) and not found)


class VillageList(QWidget):
    """Villages to choose one from.

    Signals:
        chosen: one was chosen.
    """

    chosen = Signal()

    def __init__(self, look: Look, name: str, near: str | None) -> None:
        """`near`: regency code whose name goes without saying."""
        super().__init__()
        self._near, self._factor = near, look.factor
        self.setObjectName(f"{name}_results")
        look.name(self, "village_list.name")
        self._villages: tuple[Village, ...] = ()
        self._group = QButtonGroup(self)
        self._tiles = [
            TickCard(look, f"{name}_{place}", partial(self._label, place), ONE_OF_SEVERAL)
            for place in range(_MOST_RESULTS)
        ]
        self._nothing = label(look, "village_list.nothing", "hint")
        self._nothing.setObjectName(f"{name}_nothing")
        self._nothing.hide()
        scroll = Scroll()
        scroll.body.addWidget(self._nothing)
        scroll.body.setSpacing(8)
        for tile in self._tiles:
            self._group.addButton(tile)
            scroll.body.addWidget(tile)
            tile.clicked.connect(self.chosen)
            tile.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def sizeHint(self) -> QSize:
        """Room for most of the results, where the list stands below."""
        return QSize(0, round(_LIST_PX * self._factor))

    @property
    def code(self) -> str | None:
        """Code of the chosen village."""
        pairs = zip(self._tiles, self._villages, strict=False)
        return next((village.code for tile, village in pairs if tile.isChecked()), None)

    def show_villages(self, villages: tuple[Village, ...]) -> None:
        """Offer these; a village chosen before stays chosen while it is among them."""
        chosen = self.code
        self._villages = villages
        for place, tile in enumerate(self._tiles):
            tile.setVisible(place < len(villages))
            tile.say()
        self.choose(chosen)

    def say_nothing_found(self, *, is_so: bool) -> None:
        """Say how to search when no village fits."""
        self._nothing.setVisible(is_so)

    def choose(self, code: str | None) -> None:
        """Choose the village with this code, or none."""
        self._group.setExclusive(False)
        for place, tile in enumerate(self._tiles):
            offered = self._villages[place].code if place < len(self._villages) else None
            tile.setChecked(code is not None and offered == code)
        self._group.setExclusive(True)

    def _label(self, place: int) -> str:
        if place >= len(self._villages):
            return ""
        village = self._villages[place]
        is_near = self._near is not None and village.code.startswith(self._near)
        return village.label if is_near else f"{village.label}\n{village.regency}"
