import os
from PySide6.QtWidgets import QHBoxLayout, QWidget
from kiosk.ui.look import Look
from kiosk.ui.theme import TEXT_SCALES
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.batches.batches_room import *
from kiosk.ui.officer.rail import Rail
from tests.ui.officer.batches.test_batches_room import *
from kiosk.domain.batch import BatchState


def test_look(qtbot, look, services, rina, store, announce):
    announce(
        batch(68, opens_at=NOW - 9 * HOUR, closes_at=NOW - 8 * HOUR, state=BatchState.DECIDED),
        batch(70),
        batch(71, opens_at=NOW + 30 * HOUR, closes_at=NOW + 60 * HOUR, state=BatchState.PLANNED),
    )
    store.call(people_at_every_step)
    window = MainWindow(look)
    qtbot.addWidget(window)
    page = QWidget()
    row = QHBoxLayout(page)
    rail = Rail(look, tuple(RoomName))
    row.addWidget(rail)
    room = BatchesRoom(look, services)
    row.addWidget(room, 1)
    window.show_page(page) if hasattr(window, "show_page") else None
    out = "/tmp/bl"
    os.makedirs(out, exist_ok=True)
    for size in ((1366, 768), (1024, 600), (1080, 1920)):
        for hc in (0, 1):
            for scale in (0, 1):
                window.resize(*size)
                window.show()
                look.reset()
                if hc:
                    look.toggle_contrast()
                if scale:
                    look.show_text_at(TEXT_SCALES[-1])
                qtbot.wait(30)
                enter(room, qtbot, rina, 7)
                qtbot.wait(30)
                window.grab().save(
                    f"{out}/risk-{size[0]}-{'hc' if hc else 'li'}-{'x2' if scale else 'x1'}.png"
                )
                click(room, "batches_tab_calendar")
                qtbot.wait(30)
                window.grab().save(
                    f"{out}/cal-{size[0]}-{'hc' if hc else 'li'}-{'x2' if scale else 'x1'}.png"
                )
