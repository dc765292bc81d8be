"""What somebody falls over does not come back for ever, and keeps nobody else from going on."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.central.blobs.moving import Mover
from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.pipeline.pipeline import MOST_FALLS
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.storage.base import Layer
from kiosk.central.storage.database import DatabaseDownError
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.verifiers.interface import Applicant, PopulationAnswer, Verifiers
from kiosk.domain.submission import CentreState
from tests.central.clock import SettableClock
from tests.central.counter import Counter
from tests.central.databases import open_centre
from tests.central.residents import Resident
from tests.central.scripted import KNOWN

SITI = Resident()
BUDI = Resident(serial=9002)
S = CentreState
ONLY_IDENTITY = frozenset({Layer.EMAIL, Layer.OTP, Layer.TEST})
HOUR = timedelta(hours=1)
PATIENCE = 5.0


@dataclass
class FallingPopulation:
    """Knows everybody, and falls over one."""

    nik: str
    error: type[Exception] = ZeroDivisionError
    asked: int = 0

    def check(self, applicant: Applicant) -> PopulationAnswer:
        if applicant.nik != self.nik:
            return KNOWN
        self.asked += 1
        raise self.error


@pytest.fixture
def population() -> FallingPopulation:
    return FallingPopulation(SITI.nik)


@pytest.fixture
def centre(tmp_path: Path, clock: SettableClock, population: FallingPopulation) -> Iterator[Centre]:
    rules = replace(demo_configuration(), not_required=ONLY_IDENTITY)
    verifiers = Verifiers(population=population)
    with open_centre(tmp_path / "centre", clock, rules, verifiers=verifiers) as centre:
        centre.workforce.employ(0)
        yield centre


def work(centre: Centre) -> None:
    """As workers do, of whom every one who falls is replaced."""
    has_more = True
    while has_more:
        try:
            has_more = centre.pipeline.run_once()
        except (ZeroDivisionError, DatabaseDownError):
            has_more = True


def state(centre: Centre, submission_id: UUID) -> CentreState:
    return Operator(centre).record(submission_id).state


@pytest.mark.parametrize("error", [ZeroDivisionError, DatabaseDownError])
def test_what_makes_workers_fall_over_stops_nobody_else_and_is_left_to_a_person(
    centre: Centre, population: FallingPopulation, clock: SettableClock, error: type[Exception]
) -> None:
    """The second leaves nothing behind but its claim, as a process does that dies of it."""
    population.error = error
    counter = Counter(centre)
    siti, budi = counter.bring(SITI), counter.bring(BUDI)
    work(centre)
    assert state(centre, budi) is S.PHOTO_VERIFYING
    assert state(centre, siti) is S.IDENTITY_PENDING
    for _ in range(MOST_FALLS):
        clock.pass_by(HOUR)
        work(centre)
    assert state(centre, siti) is S.MANUAL_REVIEW
    assert population.asked == MOST_FALLS


def test_a_person_may_have_it_tried_once_more(
    centre: Centre, population: FallingPopulation, clock: SettableClock
) -> None:
    siti = Counter(centre).bring(SITI)
    for _ in range(MOST_FALLS):
        work(centre)
        clock.pass_by(HOUR)
    population.nik = ""
    Operator(centre).accept_photo(siti)
    work(centre)
    assert state(centre, siti) is S.ELIGIBLE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_nobody_waits_for_a_store_of_envelopes_that_takes_its_time(
    centre: Centre, population: FallingPopulation, tmp_path: Path
) -> None:
    """Its file becomes a pipe: whoever reads it waits until somebody writes."""
    population.nik = ""
    Mover(centre.database, centre.blobs).begin(f"folder:{tmp_path / 'envelopes'}")
    counter, siti = Counter(centre), uuid4()
    counter.bring_form(siti, SITI)
    (form,) = (path for path in (tmp_path / "envelopes").rglob("*") if path.is_file())
    content = form.read_bytes()
    form.unlink()
    os.mkfifo(form)

    def write_something() -> None:
        with centre.database.writing() as session:
            session.get_one(SubmissionRow, siti).photo_revision = 0

    with ThreadPoolExecutor(2) as pool:
        worker = pool.submit(centre.pipeline.run_once)
        with form.open("wb") as pipe:  # as soon as the worker reads
            writer = pool.submit(write_something)
            is_written = not wait([writer], PATIENCE).not_done
            form.unlink()
            form.write_bytes(content)  # for whoever reads it after the worker
            pipe.write(content)
        assert worker.result(PATIENCE)
    assert is_written
    counter.bring_photo(siti)
    work(centre)
    assert state(centre, siti) is S.PHOTO_VERIFYING
