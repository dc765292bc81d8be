"""A centre with scripted registers and people who come to its counter."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.pipeline.history import HistoryEvent
from kiosk.central.pipeline.waiting import waiting
from kiosk.central.settings.configuration import Configuration, demo_configuration
from kiosk.central.settings.wording import DEMO_ANSWERS, DEMO_ASSESSMENT
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import LayerRow, SubmissionRow
from kiosk.central.verifiers.interface import PopulationAnswer, Verifiers
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.forms import AssessmentForm
from kiosk.sync.protocol import JoinRequest, Redoable, TicketStatus
from tests.central.clock import MORNING, SettableClock
from tests.central.counter import Counter
from tests.central.databases import open_centre
from tests.central.residents import Resident
from tests.central.scripted import Face, People, Population

SITI = Resident()
BUDI = Resident(serial=9002)
S = CentreState
NOT_FOUND = PopulationAnswer(found=False)


class World:
    """One centre, those whom it asks, and a counter."""

    def __init__(self, folder: Path, clock: SettableClock) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self.clock = clock
        self.population = Population()
        self.face = Face()
        self.aided = People()

    def open(self, required: set[Layer], *, face: bool = False, **rules: Any) -> None:
        """With these verifications, and the rules of the demo otherwise."""
        configuration: Configuration = replace(
            demo_configuration(), not_required=frozenset(Layer) - required - {Layer.PHOTO}, **rules
        )
        verifiers = Verifiers(
            population=self.population,
            social_aid=self.aided,
            face=self.face if face else None,
        )
        opened = open_centre(self._folder, self.clock, configuration, verifiers=verifiers)
        self.centre: Centre = self._stack.enter_context(opened)
        self.operator = Operator(self.centre)
        self.counter = Counter(self.centre)

    def close(self) -> None:
        self._stack.close()

    def confirm(self, submission_id: UUID, layer: Layer) -> None:
        """As after the right code."""
        with self.centre.database.writing() as session:
            submission = session.get_one(SubmissionRow, submission_id)
            self.centre.layers.confirm(session, submission, layer)
        self.centre.workforce.ring()

    def pass_time(self, time: timedelta) -> None:
        self.clock.pass_by(time)
        self.centre.workforce.drain()

    def state(self, submission_id: UUID) -> CentreState:
        return self.operator.record(submission_id).state

    def waiting(self) -> dict[str, int]:
        """How many wait for whom."""
        with self.centre.database.reading() as session:
            return {one.awaited: one.people for one in waiting(session)}

    def why(self, submission_id: UUID) -> tuple[CentreState, tuple[Reason, ...], tuple[str, ...]]:
        record = self.operator.record(submission_id)
        return record.state, record.reasons, record.fields

    def layers(self, submission_id: UUID) -> dict[Layer, str]:
        with self.centre.database.reading() as session:
            rows = session.query(LayerRow).filter_by(submission_id=submission_id)
            return {row.layer: row.result for row in rows}


def sitting(right: int, version: str = DEMO_ASSESSMENT.version) -> AssessmentForm:
    """One with so many right answers, the others wrong."""
    answers = {
        question: choice if number < right else "z"
        for number, (question, choice) in enumerate(DEMO_ANSWERS.items())
    }
    return AssessmentForm(version=version, started_at=MORNING, finished_at=MORNING, answers=answers)


def sit(world: World, resident: Resident, right: int = len(DEMO_ANSWERS)) -> TicketStatus:
    status = world.counter.status(resident)
    grant = status.grant_for(Redoable.TEST)
    return world.centre.sittings.take(
        world.counter.caller, status.submission_id, grant.grant if grant else None, sitting(right)
    )


def join(world: World, resident: Resident) -> None:
    """Take part in the batch that is open."""
    status = world.counter.status(resident)
    grant = status.grant_for(Redoable.JOIN)
    assert grant is not None
    assert grant.batch is not None
    batch_id = grant.batch.batch_id
    request = JoinRequest(batch_id=batch_id, consent_version="1", consented_at=MORNING)
    world.centre.participation.join(
        world.counter.caller, status.submission_id, grant.grant, request
    )


def moves(events: tuple[HistoryEvent, ...]) -> list[CentreState]:
    return [event.to_state for event in events if event.from_state is not event.to_state]
