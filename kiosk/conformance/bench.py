"""What the rules share: the device, the invented residents, and how far their stories have come."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from kiosk.conformance.device import Device, grant_header
from kiosk.conformance.line import Answer, Line
from kiosk.conformance.people import Person, form_of, new_person, photo_of
from kiosk.conformance.rules import BrokenError, UntriedError, require
from kiosk.domain.submission import NEEDS_RESIDENT, CentreState
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import (
    Grant,
    OutcomeMessage,
    OutcomePage,
    Part,
    Redoable,
    TicketStatus,
)
from kiosk.sync.signing import SigningContext

NO_SUCH_CALL = (404, 405, 501)
_WAIT_SECONDS = 2
_MOST_PAGES = 1000


@dataclass(frozen=True, slots=True)
class Terms:
    """How the suite may go about it."""

    code: str
    second_code: str | None = None
    """Enrols another kiosk, of whichever office: some rules need two."""
    patience: float = 15.0
    """So many seconds the centre may take to look into what it was sent."""
    is_thorough: bool = False
    """Also what takes half a minute."""


class Bench:
    """One centre under test."""

    def __init__(self, line: Line, terms: Terms) -> None:
        self.line = line
        self.terms = terms
        self.device = Device(line, terms.code)
        self.people: list[Person] = []
        self.heard: list[OutcomeMessage] = []
        """Every outcome that was fetched along the way, in order."""
        self.cursor = 0
        self._stories: dict[str, Person | UntriedError] = {}
        self._other: Device | None = None

    # --- devices and people -------------------------------------------------------------------

    @property
    def other(self) -> Device:
        """A second kiosk; raise UntriedError where there is no code for one."""
        if self.terms.second_code is None:
            raise UntriedError("needs a second kiosk: --second-code")
        if self._other is None:
            self._other = Device(self.line, self.terms.second_code)
            self._other.enrol()
        return self._other

    def person(self) -> Person:
        """Somebody new."""
        person = new_person()
        self.people.append(person)
        return person

    def form(self, person: Person, **changes: Any) -> bytes:
        """Their sealed form."""
        device = self.device
        now, office = device.now(), device.enrolment.office_id
        message = form_of(person, office, device.config, now, **changes)
        return device.seal_message(message, person.submission_id, Part.FORM)

    def photo(self, person: Person, revision: int = 1, jpeg: bytes | None = None) -> bytes:
        """Their sealed photo, or whatever these bytes are."""
        message = photo_of(person, self.device.now(), revision)
        message = message if jpeg is None else message.with_jpeg(jpeg)
        return self.device.seal_message(
            message, person.submission_id, Part.PHOTO, revision=revision
        )

    # --- stories ------------------------------------------------------------------------------

    @property
    def registered(self) -> Person:
        """Whose form and photo were taken."""
        return self.story("registered", self._register)

    @property
    def with_bad_photo(self) -> Person:
        """Whose photo is asked for again."""
        return self.story("with a bad photo", self._send_bad_photo)

    @property
    def with_bad_field(self) -> Person:
        """Who is asked for another number of the family card."""
        return self.story("with a bad field", self._send_bad_field)

    def _register(self) -> Person:
        person = self.person()
        self.deliver(person, self.form(person), self.photo(person))
        return person

    def _send_bad_photo(self) -> Person:
        person = self.person()
        self.deliver(person, self.form(person), self.photo(person, jpeg=b"no picture"))
        self.wait_for(person, CentreState.PHOTO_REJECTED)
        return person

    def _send_bad_field(self) -> Person:
        person = self.person()
        self.deliver(person, self.form(person, kk=person.nik), self.photo(person))
        self.wait_for(person, CentreState.ACTION_NEEDED)
        return person

    def deliver(self, person: Person, form: bytes, photo: bytes) -> None:
        """Both parts; raise UntriedError where they are not taken."""
        for part, envelope in ((Part.FORM, form), (Part.PHOTO, photo)):
            answer = self.device.put(part, person.submission_id, envelope)
            if answer.status not in {200, 201}:
                raise UntriedError(f"the {part} of a resident was not taken: {answer.status}")
            self.device.receipts += answer.status == HTTPStatus.CREATED

    def story(self, name: str, begin: Callable[[], Person]) -> Person:
        """Told once; where it could not be told, nobody waits for it again."""
        if name not in self._stories:
            try:
                self._stories[name] = begin()
            except (UntriedError, BrokenError) as error:
                self._stories[name] = UntriedError(f"nobody {name}: {error}")
        outcome = self._stories[name]
        if isinstance(outcome, UntriedError):
            raise outcome
        return outcome

    # --- outcomes and look-ups ----------------------------------------------------------------

    def page(self, after: int, wait: float = 0, seconds: float = 20) -> OutcomePage:
        """What comes after this number, as it came."""
        answer = self.device.call("GET", f"outcomes?after={after}&wait={wait}", seconds=seconds)
        return answered(answer, 200).read(OutcomePage)

    def opened(self, page: OutcomePage) -> list[OutcomeMessage]:
        """The outcomes of a page, each verified."""
        context = SigningContext.OUTCOME
        return [self.device.verified(one, context, OutcomeMessage) for one in page.outcomes]

    def listen(self, wait: float = 0) -> list[OutcomeMessage]:
        """Everything new."""
        news: list[OutcomeMessage] = []
        for _ in range(_MOST_PAGES):
            page = self.page(self.cursor, 0 if news else wait)
            if not page.outcomes:
                break
            news += self.opened(page)
            if page.cursor <= self.cursor:  # or a centre that stands still would hold us here
                break
            self.cursor = page.cursor
        self.heard += news
        return news

    def state_of(self, submission: UUID) -> OutcomeMessage | None:
        """The newest that was heard of it."""
        return next((one for one in reversed(self.heard) if one.submission_id == submission), None)

    def wait_for(self, person: Person, *states: CentreState, after: int = 0) -> OutcomeMessage:
        """Until it stands in one of these; raise UntriedError where it does not get there.

        Only what was told `after` that number counts.
        """
        until = time.monotonic() + self.terms.patience
        self.listen()
        while True:
            newest = self.state_of(person.submission_id)
            is_news = newest is not None and newest.seq > after
            if newest is not None and is_news and newest.state in states:
                return newest
            if newest is not None and is_news and newest.state in NEEDS_RESIDENT:
                raise UntriedError(f"the centre waits for something else: {newest.state}")
            if time.monotonic() > until:
                where = "submitted" if newest is None else newest.state
                raise UntriedError(f"still {where} after {self.terms.patience:g} seconds")
            self.listen(_WAIT_SECONDS)

    def wait_until_opened(self, person: Person) -> OutcomeMessage:
        """Until an outcome says who it is; raise UntriedError where none does."""
        until = time.monotonic() + self.terms.patience
        self.listen()
        while True:
            newest = self.state_of(person.submission_id)
            if newest is not None and newest.person is not None:
                return newest
            if time.monotonic() > until:
                raise UntriedError(f"not opened after {self.terms.patience:g} seconds")
            self.listen(_WAIT_SECONDS)

    def ask(self, person: Person, born: str | None = None, ticket: str | None = None) -> Answer:
        """Look up."""
        date = born or person.born.isoformat()
        question = {"ticket": ticket or person.ticket, "birth_date": date}
        return self.device.call("POST", "tickets/lookup", question)

    def status(self, person: Person) -> TicketStatus:
        """How it stands; raise BrokenError where the look-up finds nothing."""
        return answered(self.ask(person), 200).read(TicketStatus)

    def grant(self, person: Person, action: Redoable) -> Grant:
        """For this; raise UntriedError where the look-up has none."""
        status = self.status(person)
        grant = status.grant_for(action)
        if grant is None:
            raise UntriedError(f"no grant to {action} in state {status.state}")
        return grant

    def withdraw(self, person: Person, grant: str) -> Answer:
        """Ask for the end of a registration."""
        path = f"submissions/{person.submission_id}/withdrawal"
        return self.device.call("POST", path, headers=grant_header(grant))


def answered(answer: Answer, *statuses: int) -> Answer:
    """The same answer; raise BrokenError where it has none of these statuses."""
    wanted = " or ".join(map(str, statuses))
    require(answer.status in statuses, f"{answer.asked}: {answer.status} instead of {wanted}")
    return answer


def refused(answer: Answer, status: int, kind: ProblemType | str, field: str | None = None) -> None:
    """Raise BrokenError unless it is refused in just this way, and names this field."""
    problem = answered(answer, status).problem
    if problem.type != kind:
        raise BrokenError(f"{answer.asked}: {status} of type {problem.type}, not {kind}")
    if field is not None and problem.field != field:
        raise BrokenError(f"{answer.asked}: names the field {problem.field}, not {field}")
