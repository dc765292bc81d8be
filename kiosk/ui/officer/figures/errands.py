"""What leaves the room as a file: the recap of a period, and the record of a handover.

Each errand reads in the store's thread, which writes down who asked, and does the rest with
workers.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.domain.period import Period
from kiosk.domain.window import wib
from kiosk.store.figures import Figures, MadeRow
from kiosk.store.officers import Officer
from kiosk.store.store import Store
from kiosk.ui.officer.figures.places import Place
from kiosk.ui.officer.figures.recap import make_recap
from kiosk.ui.officer.figures.recap_files import csv_bytes
from kiosk.ui.officer.figures.saving import Saving, save_files
from kiosk.ui.officer.figures.series import period_code
from kiosk.ui.print.handover import Handover, handover_leaves, make_handover
from kiosk.ui.print.pdf import pdf_bytes
from kiosk.ui.text import Texts

RECAP_TAKEN: Final = "recap.taken"
"""Event of the journal; its subject is the period."""
HANDOVER_TAKEN: Final = "handover.taken"
"""Event of the journal; its subject is how many registrations were on it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for something, where and when."""

    officer: Officer
    office: str
    now: datetime


@dataclass(frozen=True, slots=True)
class RecapData:
    """What a recap is made of."""

    figures: Figures
    made: tuple[MadeRow, ...]


def read_recap(store: Store, period: Period, asking: Asking) -> RecapData:
    """Read a recap and write down who asked for it."""
    store.journal.append(RECAP_TAKEN, asking.officer.id, period_code(period), asking.now)
    return RecapData(store.figures.read(period), store.figures.made(period))


def save_recap(data: RecapData, asking: Asking, place: Place, texts: Texts) -> Saving:
    """Save a recap as CSV and XLSX."""
    from kiosk.ui.officer.figures.recap_workbook import xlsx_bytes  # noqa: PLC0415 - it loads slowly

    recap = make_recap(data.figures, data.made, asking.office, texts, asking.now)
    name = f"loket-rekap-{period_code(data.figures.period)}"
    files = {f"{name}.csv": csv_bytes(recap), f"{name}.xlsx": xlsx_bytes(recap)}
    return save_files(files, place.folder)


def read_handover(store: Store, asking: Asking) -> Handover:
    """Read what waits to be delivered and write down who takes the list of it along."""
    rows = store.submissions.queue_rows()
    handover = make_handover(rows, asking.office, asking.officer.name, asking.now)
    if handover.carried:
        subject = str(len(handover.carried))
        store.journal.append(HANDOVER_TAKEN, asking.officer.id, subject, asking.now)
    return handover


def save_handover(handover: Handover, place: Place, texts: Texts) -> Saving:
    """Save the record as a PDF file."""
    name = f"loket-serah-terima-{wib(handover.made_at):%Y-%m-%d-%H%M}.pdf"
    return save_files({name: pdf_bytes(handover_leaves(handover, texts))}, place.folder)
