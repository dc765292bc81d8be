"""What was delivered, but whose receipt got lost, is delivered again and counts once."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import Counter, make_kiosk, open_counter, open_room
from tests.flow.lossy_line import LossyLine
from tests.sync.scripted_server import ScriptedServer, running


def is_put_off(counter: Counter) -> bool:
    return any(row.last_reason is not None for row in counter.queue())


def test_a_part_whose_receipt_got_lost_is_signed_for_again_and_counts_once(
    qapp: QApplication, home: Path, centre: Centre, clock: Clock, tmp_path: Path
) -> None:
    line = LossyLine(centre.url)
    with (
        running(ScriptedServer(line)) as server,
        open_room(home / "store", server.url, clock) as room,
    ):
        make_kiosk(room, centre.new_code())
        with open_counter(room, tmp_path) as counter:
            counter.register()
            counter.hand.wait_until(lambda: is_put_off(counter), "the form put off")
            assert len(centre.operator.submissions()) == 1
            clock.let_pass(timedelta(hours=1))
            counter.wait_until_delivered()
            figures = counter.figures()
    assert (figures.made, figures.delivered, figures.adds_up) == (1, 1, True)
    ((form_path, (lost, heard)),) = line.receipts.items()
    assert form_path.endswith("/form")
    assert lost == heard
    (record,) = centre.operator.submissions()
    assert record.photo_revisions == (1,)
