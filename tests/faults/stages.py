"""A kiosk's life in stages. Each can be broken off anywhere, and goes on when it is begun again."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kiosk.domain.decision import CancelReason, ReleaseReason
from kiosk.domain.patch import Patch, PatchField, make_patch
from kiosk.domain.pin import Pin
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.officers import Role
from kiosk.store.records import PATCH
from kiosk.store.records import PHOTO as PART_PHOTO
from kiosk.store.settings import Office
from kiosk.store.store import Store
from kiosk.sync.carrier import Carrier
from kiosk.sync.carrying import Errand, HttpCarrierLine, find_bundles
from kiosk.sync.protocol import Redoable
from kiosk.sync.transport import CentreAddress, Transport
from tests.domain.resident import complete_draft
from tests.faults.desk import Desk, PassingClock, StuckError, resident
from tests.faults.headquarters import Headquarters
from tests.sync.registrations import PHOTO

SUPERVISOR: Final = "BU CONTOH"
VISITS: Final = 2
_PIN: Final = Pin("274913")
_REFUSED: Final = "sync.refused.other"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what the centre's people do before it, and what happens at the kiosk."""

    work: Callable[[Desk], None]
    before: Callable[[Headquarters], None] = lambda _: None
    passed: timedelta = timedelta()
    """How long nobody was there before."""


def first_start(desk: Desk) -> None:
    """Keys, database, identity, configuration, and somebody who may open the desk."""
    if desk.store(lambda store: store.settings.enrolment()) is None:
        for code in desk.place.codes:
            if isinstance(desk.room.enrol(code), Office):
                break
        else:
            raise StuckError("no code was taken")
    desk.hear()
    if not desk.store(lambda store: store.officers.list()):
        now = desk.clock()
        desk.store(lambda store: store.officers.add(SUPERVISOR, _PIN, Role.SUPERVISOR, now))
    desk.say("enrolled")


def register(desk: Desk) -> None:
    """Two people, one after another, while the line is down."""
    desk.fill_and_register(1)
    desk.fill_and_register(2)


def send(desk: Desk) -> None:
    """The line is back."""
    desk.send()


def photo_again(desk: Desk) -> None:
    """Somebody comes for another photo, which is sent; once more where it was set aside."""
    desk.send()
    for _ in range(VISITS):
        if desk.is_asked_for(1, PART_PHOTO):
            ticket = resident(1).ticket.code
            desk.dispatcher.redo_photo(desk.look_up(1), PHOTO, desk.clock(), ticket=ticket)
            desk.say("queued photo 1")
            desk.send()


def correct(desk: Desk) -> None:
    """Somebody types one number again, which is sent; once more where it was set aside."""
    patch = make_patch(complete_draft().but(kk="3510091203159003"), [PatchField.KK])
    assert isinstance(patch, Patch)
    desk.send()
    for _ in range(VISITS):
        if desk.is_asked_for(2, PATCH):
            ticket = resident(2).ticket.code
            desk.dispatcher.patch(desk.look_up(2), patch, desk.clock(), ticket=ticket)
            desk.say("queued patch 2")
            desk.send()


def next_morning(desk: Desk) -> None:
    """The token of yesterday has expired."""
    desk.fill_and_register(3)
    desk.send()


def withdraw(desk: Desk) -> None:
    """Somebody ends it all, and nothing personal stays."""
    desk.hear()
    row = desk.submission(3)
    assert row is not None
    if row.centre_state is not CentreState.WITHDRAWN:
        status = desk.look_up(3)
        if status.grant_for(Redoable.WITHDRAWAL) is not None:
            desk.tickets.withdraw(status).result()
    desk.hear()


def decide(desk: Desk) -> None:
    """An officer gives one registration up, and has a part sent that was set aside."""
    desk.fill_and_register(4)
    desk.fill_and_register(5)
    desk.store(lambda store: _cancel(store, desk))
    desk.store(lambda store: _set_aside(store, desk))
    desk.store(lambda store: _release(store, desk))
    desk.send()


def carry(desk: Desk) -> None:
    """No line at all: a stick goes to another computer and comes back."""
    desk.fill_and_register(6)
    desk.place.stick.mkdir(exist_ok=True)
    carrier = Carrier(desk.room.store, desk.room.configuration)
    if desk.store(lambda store: store.submissions.needed_envelopes()):
        supervisor = desk.store(lambda store: store.officers.list()[0].id)
        carrier.write(desk.place.stick, desk.clock(), supervisor, _tell)
        address = CentreAddress(desk.place.url)
        with closing(Transport(address, desk.clock)) as transport:
            errand = Errand(HttpCarrierLine(transport), lambda _: None, _tell)
            for bundle in find_bundles(desk.place.stick):
                errand.run(bundle, desk.clock())
        carrier.take_in(desk.place.stick, desk.clock(), supervisor, _tell)
        desk.say(f"delivered {desk.delivered()}")
    desk.hear()


def forget(desk: Desk) -> None:
    """Much later: what is no longer needed goes."""
    by_the_centre = PassingClock(desk.place.ahead)
    desk.store(lambda store: store.retention.purge(by_the_centre()))


def upgrade(desk: Desk) -> None:
    """Switched on with a newer program, and what was made with the older one is there."""
    desk.say("upgraded")


LIFE: Final[Mapping[str, Stage]] = {
    "first start": Stage(first_start),
    "register": Stage(register),
    "send": Stage(send),
    "photo again": Stage(
        photo_again,
        lambda centre: centre.operator.reject_photo(resident(1).submission_id, [Reason.SHADOW]),
    ),
    "correct": Stage(
        correct,
        lambda centre: centre.operator.ask_for(
            resident(2).submission_id, [Reason.KK_MISMATCH], [PatchField.KK]
        ),
    ),
    "next morning": Stage(next_morning, passed=timedelta(hours=13)),
    "withdraw": Stage(withdraw),
    "decide": Stage(decide),
    "carry": Stage(carry),
    "forget": Stage(forget, passed=timedelta(days=40)),
}
"""In this order, each going on where the one before ended."""
UPGRADE: Final = "upgrade"
STAGES: Final[Mapping[str, Stage]] = {**LIFE, UPGRADE: Stage(upgrade)}
"""All of them; the upgrade is of another kiosk, which is older."""


def _cancel(store: Store, desk: Desk) -> None:
    key = resident(4).submission_id
    store.submissions.cancel(key, desk.clock(), SUPERVISOR, CancelReason.MISTAKE)


def _set_aside(store: Store, desk: Desk) -> None:
    """Once: the centre does not want it now."""
    entries = store.journal.entries(newest=1000)
    if any(entry.event == "part.quarantined" for entry in entries):
        return
    item = store.submissions.next_due(desk.clock())
    assert item is not None
    store.submissions.start(item, desk.clock())
    store.submissions.quarantine(item, _REFUSED, desk.clock())


def _release(store: Store, desk: Desk) -> None:
    for row in store.submissions.queue_rows():
        if row.state is KioskState.QUARANTINED:
            store.submissions.release(row, desk.clock(), SUPERVISOR, ReleaseReason.MENDED)


def _tell(done: int, total: int) -> None:
    """Nobody watches."""
