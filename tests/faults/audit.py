"""After everything: what the kiosks' stores and the centre's database say of each registration."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.devices.enrolment import Device
from kiosk.central.operator import Operator
from kiosk.central.pipeline.history import HistoryEvent
from kiosk.central.settings.configuration import utc_now
from kiosk.central.storage.models import PartRow
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from kiosk.paths import folders_under
from kiosk.store.figures import Balance
from kiosk.store.keys import find_root_key
from kiosk.store.records import FORM, PHOTO, DeliveredPart, SubmissionRow
from kiosk.store.store import Store
from tests.faults.centre_process import configuration
from tests.faults.people import Fate, Person

_GIVEN_UP: Final = (KioskState.CANCELLED, KioskState.EXPIRED)
_WAITING: Final = (KioskState.QUEUED, KioskState.UPLOADING)
_SETTLED: Final = (CentreState.ELIGIBLE, CentreState.WITHDRAWN)
_RECEIVED: Final = ": received"


@dataclass(frozen=True, slots=True)
class AtCentre:
    """One submission as the centre has it."""

    state: CentreState
    reasons: tuple[Reason, ...]
    hashes: Mapping[tuple[str, int], str]
    """SHA-256 of the envelope, by part and revision."""
    received: Counter[str]
    """How often each part was taken in."""


@dataclass(frozen=True, slots=True)
class CentreBooks:
    """All that the centre has, and each kiosk's last word by its office."""

    submissions: Mapping[UUID, AtCentre]
    kiosks: Mapping[str, Device]


@dataclass(frozen=True, slots=True)
class AtKiosk:
    """One registration as its kiosk has it; `row` is None where it has nothing."""

    person: Person
    row: SubmissionRow | None
    delivered: tuple[DeliveredPart, ...]


@dataclass(frozen=True, slots=True)
class Books:
    """One kiosk's store: its registrations, and the figures that it tells its officers."""

    office_id: str
    balance: Balance
    registrations: tuple[AtKiosk, ...]
    broken_journal: int | None
    checks_agree: bool
    """Whether the check of every start found all in order."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Whom it went wrong for, by how; nobody where all is well."""

    lost: tuple[str, ...]
    double: tuple[str, ...]
    stuck: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that does not hold."""
        return (*self.lost, *self.double, *self.stuck, *self.others)


def read_centre(folder: Path) -> CentreBooks:
    """Everything the centre has, through its operator's eyes."""
    with Centre(folder, utc_now, configuration()) as centre:
        hashes: dict[UUID, dict[tuple[str, int], str]] = {}
        with centre.database.reading() as session:
            columns = (PartRow.submission_id, PartRow.part, PartRow.revision, PartRow.sha256)
            for key, part, revision, sha256 in session.execute(select(*columns)):
                hashes.setdefault(key, {})[part, revision] = sha256
        operator = Operator(centre)
        submissions = {
            record.submission_id: AtCentre(
                state=record.state,
                reasons=record.reasons,
                hashes=hashes.get(record.submission_id, {}),
                received=_received(record.events),
            )
            for record in operator.submissions()
        }
        return CentreBooks(submissions, {one.office_id: one for one in operator.devices()})


def read_kiosk(home: Path, people: Sequence[Person]) -> Books:
    """What a kiosk has of these people, and of those of them who came again."""
    folder = folders_under(home).store
    store = Store(folder, find_root_key(folder, allow_key_file=True))
    try:
        found = [_at_kiosk(store, person) for person in people]
        again = [
            _at_kiosk(store, one.person.again)
            for one in found
            if one.row is not None and one.row.state is KioskState.CANCELLED
        ]
        office, reckoning = store.settings.office(), store.settings.reckoning()
        assert office is not None
        return Books(
            office_id=office.id,
            balance=store.figures.balance(),
            registrations=(*found, *again),
            broken_journal=store.journal.verify(),
            checks_agree=reckoning is not None and reckoning.agrees,
        )
    finally:
        store.close()


def compare(kiosks: Sequence[Books], centre: CentreBooks) -> Findings:
    """Whether each registration is at one place, whole, and both sides know it."""
    everyone = [one for books in kiosks for one in books.registrations]
    there = centre.submissions
    return Findings(
        lost=tuple(_lost(everyone, there)),
        double=tuple(_double(everyone, there)),
        stuck=tuple(_stuck(everyone)),
        others=(
            *_disagreements(everyone, there),
            *(failure for books in kiosks for failure in _wrong_books(books)),
            *(failure for books in kiosks for failure in _wrong_figures(books, centre)),
        ),
    )


def _received(events: Iterable[HistoryEvent]) -> Counter[str]:
    texts = (event.text for event in events)
    return Counter(text for text in texts if text.endswith(_RECEIVED))


def _at_kiosk(store: Store, person: Person) -> AtKiosk:
    key = person.submission_id
    return AtKiosk(person, store.submissions.find(key), store.submissions.delivered_parts(key))


def _lost(everyone: Iterable[AtKiosk], centre: Mapping[UUID, AtCentre]) -> Iterator[str]:
    for one in everyone:
        name, there = _name(one.person), centre.get(one.person.submission_id)
        if one.row is None:
            yield f"{name} was registered, and the kiosk knows nothing of it"
        elif one.row.state is KioskState.SUBMITTED:
            missing = {(FORM, 1), (PHOTO, 1)} - (there.hashes if there else {}).keys()
            if missing:
                yield f"{name} counts as delivered, but the centre lacks {sorted(missing)}"


def _double(everyone: Iterable[AtKiosk], centre: Mapping[UUID, AtCentre]) -> Iterator[str]:
    made = {one.person.submission_id for one in everyone}
    for key, there in centre.items():
        name = _name(Person.behind(key))
        if key not in made:
            yield f"{name} is at the centre, and no kiosk made it"
        if Reason.DUPLICATE in there.reasons:
            yield f"{name} counts as registered before"
        for text, count in there.received.items():
            if count > 1:
                yield f"{name}: {text} {count} times"


def _stuck(everyone: Iterable[AtKiosk]) -> Iterator[str]:
    for one in everyone:
        name, row = _name(one.person), one.row
        if row is None or row.state in _GIVEN_UP:
            continue
        if row.state in _WAITING:
            yield f"{name} still waits at the kiosk"
        elif row.state is KioskState.QUARANTINED and one.person.fate is not Fate.DAMAGE:
            yield f"{name} is still held back"
        elif row.state is KioskState.SUBMITTED and row.centre_state not in _SETTLED:
            yield f"{name} still stands at {row.centre_state}"


def _disagreements(everyone: Iterable[AtKiosk], centre: Mapping[UUID, AtCentre]) -> Iterator[str]:
    """What both sides know must be the same."""
    for one in everyone:
        name, row, there = _name(one.person), one.row, centre.get(one.person.submission_id)
        if row is None or there is None:
            continue
        if row.state in _GIVEN_UP:
            yield f"{name} was given up ({row.state}), and the centre has {sorted(there.hashes)}"
        if row.state is KioskState.SUBMITTED and row.centre_state is not there.state:
            yield f"{name} is {there.state} at the centre, {row.centre_state} at the kiosk"
        for part in one.delivered:
            if there.hashes.get((part.part, part.revision)) != part.sha256:
                yield f"{name}: {part.part} {part.revision} is other bytes at the centre"


def _wrong_books(books: Books) -> Iterator[str]:
    """What the kiosk's own figures must be."""
    name = books.office_id
    if not books.balance.agrees:
        yield f"{name}: the figures do not agree: {books.balance}"
    if books.balance.made != sum(one.row is not None for one in books.registrations):
        yield f"{name} counts {books.balance.made} made"
    if books.broken_journal is not None:
        yield f"{name}: the journal is broken at {books.broken_journal}"
    if not books.checks_agree:
        yield f"{name}: the check of the start found fault with the figures"


def _wrong_figures(books: Books, centre: CentreBooks) -> Iterator[str]:
    """What the centre's operator sees of a kiosk must be so."""
    name, device = books.office_id, centre.kiosks.get(books.office_id)
    if device is None or device.heartbeat is None or device.answer is None:
        yield f"{name} never told its figures"
        return
    if not device.figures_agree:
        yield f"{name}: the operator sees figures that do not agree"
    told = device.heartbeat.figures.model_dump(include={one.name for one in fields(Balance)})
    if told != asdict(books.balance):
        yield f"{name} told {told}, and has {books.balance}"
    made = {one.person.submission_id for one in books.registrations}
    if device.answer.submissions != len(made & centre.submissions.keys()):
        yield f"{name} was told of {device.answer.submissions} submissions"


def _name(person: Person) -> str:
    again = " (again)" if person.is_again else ""
    return f"kiosk {person.kiosk}, number {person.number}{again}, {person.fate}"
