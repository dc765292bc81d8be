"""What was made, delivered and lost, told alike by a real kiosk and a real centre."""

import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk.backroom import BackRoom
from kiosk.central.centre import DATABASE_FILE
from kiosk.store.figures import Balance, Reckoning
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.engine import Step
from kiosk.sync.heartbeat_messages import HeartbeatAnswer
from kiosk.sync.listener import Listener
from tests.flow.centre import Centre
from tests.sync.registrations import PHOTO, registration


def lose_photos(folder: Path) -> None:
    """As a centre that went back to an old copy of itself."""
    with closing(sqlite3.connect(folder / DATABASE_FILE)) as database, database:
        database.execute("DELETE FROM parts WHERE part = 'photo'")


def start(room: BackRoom) -> None:
    """One start of the kiosk, with all that it does by itself."""
    with closing(room.call_centre()) as central:
        engine = room.make_engine(central)
        while engine.run_once(room.clock()) is Step.SENT:
            pass
        parts = (room.store, central, room.configuration, room.clock, room.circuit)
        Listener(*parts, lambda: "live").run_round()


def reckoning(room: BackRoom) -> Reckoning:
    return room.store.call(lambda store: store.reckonings.of_today(room.clock()))


def test_both_sides_agree_until_one_has_lost_something(
    room: BackRoom, centre: Centre, tmp_path: Path
) -> None:
    for number in (1, 2):
        one = registration(number)
        Dispatcher(room.store, room.configuration).register(one, PHOTO, room.clock())
    start(room)
    (device,) = centre.operator.devices()
    assert device.heartbeat is not None
    figures = device.heartbeat.figures
    assert (figures.made, figures.delivered, figures.signed_parts) == (2, 2, 4)
    assert device.answer == HeartbeatAnswer(submissions=2, parts=4)
    assert device.figures_agree
    assert reckoning(room).agrees

    lose_photos(tmp_path / "centre")
    start(room)

    found = reckoning(room)
    assert (found.balance, found.lost) == (Balance(made=2, delivered=2), 2)
    assert [kiosk.device_id for kiosk in centre.operator.kiosks()] == [device.device_id]
