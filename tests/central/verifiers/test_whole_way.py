"""Registrations on their way through a centre with registers and a photo engine."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.camera.crop import portrait_jpeg
from kiosk.camera.inspector import Inspector
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Pixels
from kiosk.central.centre import Centre
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.storage.base import Layer
from kiosk.central.verifiers.interface import RegisterKind, Verifiers
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.face_check import PhotoEngine
from kiosk.sync.protocol import OutcomeMessage, Part
from tests.camera.pictures import MODELS, frame_of, stand
from tests.central.clock import SettableClock
from tests.central.databases import open_centre
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident, photo_of
from tests.central.verifiers.registers import KK, load, nik_csv, population_csv

SITI, BUDI = Resident(9001), Resident(9002)
A_WHILE = timedelta(minutes=20)


@pytest.fixture(scope="module")
def engine() -> Iterator[PhotoEngine]:
    with PhotoEngine(MODELS) as engine:
        yield engine


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    inspector = Inspector(load_profile(), MODELS, still=True)
    yield inspector
    inspector.close()


@pytest.fixture
def centre(tmp_path: Path, clock: SettableClock, engine: PhotoEngine) -> Iterator[Centre]:
    """One that knows Siti and Budi."""
    demo = demo_configuration()
    rules = replace(demo, not_required=demo.not_required - {Layer.IDENTITY})
    eyes = Verifiers(face=engine, card=engine)
    with open_centre(tmp_path / "centre", clock, rules, verifiers=eyes) as centre:
        load(centre.registers, RegisterKind.POPULATION, population_csv([SITI, BUDI]))
        yield centre


def register(kiosk: Kiosk, inspector: Inspector, pixels: Pixels, kk: str = KK) -> UUID:
    """Siti, with the portrait that a kiosk cuts out of this frame."""
    submission_id, frame = uuid4(), frame_of(pixels)
    jpeg = portrait_jpeg(frame, inspector.inspect(frame).face)
    photo = photo_of(submission_id, jpeg=jpeg).model_copy(update={"findings": []})
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI, kk=kk))
    kiosk.put_photo(submission_id, kiosk.seal_picture(photo, Part.PHOTO))
    return submission_id


def newest(kiosk: Kiosk, submission_id: UUID) -> OutcomeMessage:
    outcomes, _ = kiosk.outcomes()
    return [one for one in outcomes if one.submission_id == submission_id][-1]


def test_who_is_known_and_well_photographed_needs_nobody(
    kiosk: Kiosk, inspector: Inspector
) -> None:
    submission_id = register(kiosk, inspector, stand(portrait_px=720))
    assert newest(kiosk, submission_id).state is CentreState.ELIGIBLE


def test_a_mismatch_is_corrected_without_anything_else_being_sent_again(
    kiosk: Kiosk, inspector: Inspector
) -> None:
    submission_id = register(kiosk, inspector, stand(portrait_px=720), kk="3510070101159002")
    outcome = newest(kiosk, submission_id)
    assert outcome.state is CentreState.ACTION_NEEDED
    assert (outcome.reasons, outcome.fields) == ([Reason.KK_MISMATCH], ["kk"])
    kiosk.correct(SITI, kk=KK, kk_is_latest=True)
    assert newest(kiosk, submission_id).state is CentreState.ELIGIBLE


def test_who_is_in_a_register_is_told_why(
    kiosk: Kiosk, inspector: Inspector, centre: Centre
) -> None:
    load(centre.registers, RegisterKind.EDUCATION, nik_csv([SITI]))
    outcome = newest(kiosk, register(kiosk, inspector, stand(portrait_px=720)))
    assert (outcome.state, outcome.reasons) == (CentreState.INELIGIBLE, [Reason.IN_EDUCATION])


def test_a_photo_that_will_not_do_is_rejected_for_what_the_engine_sees(
    kiosk: Kiosk, inspector: Inspector
) -> None:
    outcome = newest(kiosk, register(kiosk, inspector, stand(roll_deg=20)))
    assert (outcome.state, outcome.reasons) == (CentreState.PHOTO_REJECTED, [Reason.TILT])


def test_without_a_register_that_is_required_everybody_waits_until_it_is_loaded(
    kiosk: Kiosk, inspector: Inspector, centre: Centre, clock: SettableClock
) -> None:
    rules = centre.settings.newest().text
    needed = rules.replace("required = []", 'required = ["occupation"]')
    assert centre.settings.change("test", needed) == ()
    submission_id = register(kiosk, inspector, stand(portrait_px=720))
    assert newest(kiosk, submission_id).state is CentreState.IDENTITY_PENDING
    load(centre.registers, RegisterKind.OCCUPATION, nik_csv([BUDI]))
    clock.pass_by(A_WHILE)
    centre.workforce.drain()
    assert newest(kiosk, submission_id).state is CentreState.ELIGIBLE
