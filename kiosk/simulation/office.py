"""One office with one kiosk: a real store, a real queue, and the people who come to its counter."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import Final
from uuid import UUID, uuid4

from kiosk.backroom import BackRoom
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.draft import Draft
from kiosk.domain.patch import Patch, asked_fields, make_patch
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import ENTROPY_BYTES, new_ticket
from kiosk.simulation.booth import Booth
from kiosk.simulation.form import UnfitError, consent, fill_in, registration
from kiosk.simulation.mishaps import Fate, Luck, Mishap, Stage
from kiosk.simulation.outside import Outside
from kiosk.simulation.population import Resident
from kiosk.simulation.typing import Typed, the_truth
from kiosk.simulation.world import World
from kiosk.store.records import SubmissionRow
from kiosk.store.store import Store
from kiosk.sync.content import TakenPhoto
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.protocol import ConfigBundle, Redoable, TicketStatus
from kiosk.sync.ticket_desk import TicketDesk

MOST_VISITS: Final = 4
"""So often somebody comes back, and then gives up."""


@dataclass(slots=True)
class Case:
    """One resident's registration, and what they live through with it."""

    resident: Resident
    luck: Luck
    fate: Fate
    typed: Typed
    submission_id: UUID
    ticket: str
    visits: int = 0
    answered: datetime | None = None
    """The outcome to which the answer is on its way."""


class Step(Enum):
    """What came of somebody's turn."""

    AGAIN = auto()
    """Nothing yet: look again."""
    SENT = auto()
    """It is the centre's turn."""
    OVER = auto()
    """They cannot go on, or do not come again."""


_THROUGH: Final = frozenset(
    {
        *(CentreState.JOINED, CentreState.SELECTING, CentreState.ACCEPTED),
        *(CentreState.NOT_SELECTED, CentreState.INELIGIBLE, CentreState.WITHDRAWN),
    }
)


class Office:
    """Registers who comes, and sees to everybody until nothing is left to do.

    Its kiosk is one of the centre's from the start. Close it when the day is over.
    """

    def __init__(self, room: BackRoom, world: World, booth: Booth) -> None:
        """`room` is open and enrolled."""
        self._room, self._world, self._booth = room, world, booth
        self._open: dict[UUID, Case] = {}
        self._desk = TicketDesk(room.call_centre())
        self._dispatcher = Dispatcher(room.store, room.configuration, lambda: self._desk.clock_skew)
        self._runner = room.make_runner(lambda: "live")
        self._acts: Mapping[CentreState, Callable[[Case, Outside], Step]] = {
            CentreState.EMAIL_PENDING: self._open_mail,
            CentreState.OTP_PENDING: self._type_code,
            CentreState.ACTION_NEEDED: self._correct,
            CentreState.PHOTO_REJECTED: self._redo_photo,
            CentreState.ELIGIBLE: self._join,
        }
        self._runner.start()

    def close(self) -> None:
        """Stop sending, and let go of the store."""
        self._runner.stop()
        self._desk.close()
        self._room.stop()

    @property
    def waiting(self) -> int:
        """For how many something can still happen."""
        return len(self._open)

    @property
    def states(self) -> list[str]:
        """How each of them stands at this kiosk."""
        rows = [self._room.store.call(partial(_row, one)) for one in self._open]
        return [f"{row.state}/{row.centre_state}" for row in rows]

    def register(self, resident: Resident, luck: Luck) -> UUID:
        """One more registration into the queue; returns its id."""
        now, fate = self._room.clock(), luck.fate()
        typed = self._world.typist.type_all(resident, fate, luck)
        ticket = new_ticket(secrets.token_bytes(ENTROPY_BYTES)).code
        case = Case(resident, luck, fate, typed, uuid4(), ticket)
        bundle = self._bundle
        made = registration(self._form(case, now), bundle, now)
        self._dispatcher.register(made, self._photo(case, fate[Stage.PHOTO]), now)
        self._open[case.submission_id] = case
        return case.submission_id

    def look_around(self, outside: Outside) -> None:
        """Whoever can go on does; whoever cannot, or is through, is not waited for any more."""
        for case in tuple(self._open.values()):
            row = self._room.store.call(partial(_row, case.submission_id))
            if row.outcome_at is None or row.outcome_at == case.answered:
                continue
            step = self._turn_of(case, row.centre_state, outside)
            if step is Step.OVER:
                del self._open[case.submission_id]
            elif step is Step.SENT:
                case.answered = row.outcome_at

    def _turn_of(self, case: Case, state: CentreState | None, outside: Outside) -> Step:
        if state is None or state in _THROUGH:
            return Step.OVER
        act = self._acts.get(state)
        return Step.AGAIN if act is None else act(case, outside)

    def _open_mail(self, case: Case, outside: Outside) -> Step:
        """At home, or here on the resident's own telephone."""
        if case.fate[Stage.EMAIL] is Mishap.EMAIL_UNREAD:
            return Step.OVER
        if case.typed.email != case.resident.email:
            return Step.SENT if outside.return_mail(case.typed.email) else Step.AGAIN
        return Step.SENT if outside.confirm_mail(case.typed.email) else Step.AGAIN

    def _type_code(self, case: Case, outside: Outside) -> Step:
        if case.typed.phone != case.resident.phone:
            return Step.OVER
        if case.fate[Stage.PHONE] is Mishap.PHONE_SILENT:
            return Step.OVER
        status = self._look_up(case)
        if status is None or status.grant_for(Redoable.PHONE_CODE) is None:
            return Step.AGAIN
        code = outside.code_of(case.typed.phone)
        if code is None:
            self._desk.send_code(status).result()
        else:
            self._desk.verify_code(status, code).result()
        return Step.AGAIN

    def _correct(self, case: Case, _outside: Outside) -> Step:
        """With the cards in hand: this time it is right."""
        if not self._comes_back(case):
            return Step.OVER
        status = self._look_up(case)
        if status is None or status.grant_for(Redoable.PATCH) is None:
            return Step.AGAIN
        case.typed = the_truth(case.resident)
        now = self._room.clock()
        patch = make_patch(self._form(case, now), asked_fields(status.fields))
        if not isinstance(patch, Patch):
            raise UnfitError(", ".join(problem.key for problem in patch))
        self._dispatcher.patch(status, patch, now)
        return Step.SENT

    def _redo_photo(self, case: Case, _outside: Outside) -> Step:
        if not self._comes_back(case):
            return Step.OVER
        status = self._look_up(case)
        if status is None or status.grant_for(Redoable.PHOTO) is None:
            return Step.AGAIN
        photo = self._photo(case, case.luck.slip(Stage.PHOTO))
        self._dispatcher.redo_photo(status, photo, self._room.clock())
        return Step.SENT

    def _join(self, case: Case, _outside: Outside) -> Step:
        """With their consent, where a batch is open."""
        status = self._look_up(case)
        if status is None:
            return Step.AGAIN
        if status.grant_for(Redoable.JOIN) is None:
            return Step.OVER
        words = consent(self._bundle, ConsentPurpose.JOIN, self._room.clock())
        self._desk.join(status, words).result()
        return Step.SENT

    def _comes_back(self, case: Case) -> bool:
        """Once for all: who comes a first time comes again, but not for ever."""
        if not case.visits and not case.luck.happens(self._world.comes_back):
            return False
        case.visits += 1
        return case.visits <= MOST_VISITS

    def _look_up(self, case: Case) -> TicketStatus | None:
        """Who mistyped the birth date asks with the right one, too."""
        for born in dict.fromkeys((case.resident.birth_date, case.typed.birth_date)):
            found = self._desk.lookup(case.ticket, born).result()
            if isinstance(found, TicketStatus):
                return found
        return None

    def _form(self, case: Case, now: datetime) -> Draft:
        ids = (case.submission_id, case.ticket)
        return fill_in(case.resident, case.typed, ids, self._bundle, now)

    def _photo(self, case: Case, mishap: Mishap | None) -> TakenPhoto:
        now, looks = self._room.clock(), self._world.photo_is_checked
        return self._booth.take(case.resident, mishap, case.luck, now, looks=looks).photo

    @property
    def _bundle(self) -> ConfigBundle:
        bundle = self._room.configuration.bundle
        if bundle is None:
            raise UnfitError("no configuration")
        return bundle


def _row(submission_id: UUID, store: Store) -> SubmissionRow:
    row = store.submissions.find(submission_id)
    if row is None:
        raise LookupError(submission_id)
    return row
