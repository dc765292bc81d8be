"""Which office this is, and how the centre knows this computer: to be read, not to be changed."""

from typing import ClassVar

from PySide6.QtWidgets import QGridLayout

from kiosk import __version__
from kiosk.domain.window import wib
from kiosk.store.settings import EnrolmentRecord
from kiosk.ui.dates import long_date
from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.sheet import SupervisorSheet
from kiosk.ui.services import Services
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import label, plain_label

_FACTS = ("name", "id", "village", "device", "enrolled", "version")


class OfficeSheet(SupervisorSheet):
    """A card of facts."""

    name: ClassVar[str] = "office"
    icon: ClassVar[str] = "building-2"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self.facts = {fact: plain_label("strong") for fact in _FACTS}
        card, grid = Card(), QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(1, 2)
        for row, (fact, words) in enumerate(self.facts.items()):
            grid.addWidget(label(look, f"officer.office.{fact}", "hint"), row, 0)
            grid.addWidget(words, row, 1)
        grid.setColumnStretch(0, 1)
        card.body.addLayout(grid)
        self.body.addWidget(card)

    def begin(self) -> None:
        """Read how the centre knows this computer."""
        self.do(lambda store: store.settings.enrolment(), self._show)

    def end(self) -> None:
        """Forget it."""
        for words in self.facts.values():
            words.setText("")

    def _show(self, enrolment: EnrolmentRecord | None) -> None:
        office, texts = self.services.office, self.look.text
        self.facts["name"].setText(office.name)
        self.facts["id"].setText(office.id)
        self.facts["village"].setText(office.village or "–")  # noqa: RUF001
        self.facts["version"].setText(__version__)
        if enrolment is not None:
            self.facts["device"].setText(str(enrolment.device_id))
            day = wib(enrolment.enrolled_at).date()
            self.facts["enrolled"].setText(long_date(day, texts))
