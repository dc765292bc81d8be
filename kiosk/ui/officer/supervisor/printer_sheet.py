"""Where slips are printed and on what: at once, and with a test print."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtWidgets import QVBoxLayout

from kiosk.config import Paper
from kiosk.store.settings import DeskSettings
from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.setting_sheet import SettingSheet
from kiosk.ui.print.printer import Printing, print_slip, printer_names
from kiosk.ui.print.slip import sample_slip
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.choice import ChoiceList
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind

_DEFAULT: Final = ""
"""The name of the printer that the computer itself prefers."""


class PrinterSheet(SettingSheet):
    """The printers of this computer, the paper in them, and a slip of nobody."""

    name: ClassVar[str] = "printer"
    icon: ClassVar[str] = "printer"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        papers = {paper.value: f"officer.printer.paper.{paper}" for paper in Paper}
        self.paper = ChoiceList(look, "paper", papers, columns=len(papers))
        self.printers: ChoiceList | None = None
        self._place = QVBoxLayout()
        self.test_button = Button(
            look, "officer.printer.test", name="test_print_button", icon="printer"
        )
        self.body.addWidget(label(look, "officer.printer.which", "strong"))
        self.body.addLayout(self._place)
        self.body.addWidget(label(look, "officer.printer.paper.title", "strong"))
        self.body.addWidget(self.paper)
        self.bottom_row.addWidget(self.test_button)
        self.paper.changed.connect(self._keep)
        self.test_button.clicked.connect(self._test)

    def show_settings(self, desk: DeskSettings) -> None:  # noqa: ARG002
        """Show what is in force, and look for printers."""
        self.paper.choose([self.services.printer.paper])
        self._offer(())
        self.background.watch(self.services.workers.submit(printer_names), self._offer)

    def _offer(self, found: Sequence[str]) -> None:
        """The computer's default, those that were found, and the chosen one even if it was not."""
        chosen = self.services.printer.name
        names = dict.fromkeys((_DEFAULT, chosen, *found))
        words = {name: Sentence("language.name", {"name": name}) for name in names}
        words[_DEFAULT] = Sentence("officer.printer.default")
        if self.printers is not None:
            self._place.removeWidget(self.printers)
            self.printers.setParent(None)
            self.printers.deleteLater()
        self.printers = ChoiceList(self.look, "printer", words)
        self.printers.choose([chosen])
        self.printers.changed.connect(self._keep)
        self._place.addWidget(self.printers)
        self.look.dress(self)

    def _keep(self) -> None:
        name = self.printers.value if self.printers is not None else None
        paper = Paper(self.paper.value or self.services.printer.paper)
        self.notice.clear()
        chosen = replace(
            self.services.printer,
            name=self.services.printer.name if name is None else name,
            paper=paper,
        )

        def apply() -> None:
            self.services.printer = chosen

        self.change(apply, printer=chosen.name, paper=chosen.paper)

    def _test(self) -> None:
        services = self.services
        slip = sample_slip(services.office.name, self.now())
        self.test_button.setEnabled(False)
        printing = services.workers.submit(print_slip, slip, self.look.text, services.printer)
        self.background.watch(printing, self._printed)

    def end(self) -> None:
        """A printer that hangs must not hold up the next test."""
        super().end()
        self.test_button.setEnabled(True)

    def _printed(self, printing: Printing) -> None:
        self.test_button.setEnabled(True)
        if printing is Printing.SENT:
            self.notice.tell(Kind.RIGHT, Sentence(printing), Sentence("officer.print.sent_do"))
        else:
            self.notice.tell(Kind.WRONG, Sentence(printing), Sentence("officer.print.mend"))
