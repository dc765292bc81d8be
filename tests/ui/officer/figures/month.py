"""An invented month at an office: registrations, photos, answers, and some that wait."""

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.domain.pin import Pin
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.store.officers import Officer, Role
from kiosk.store.photo_tries import PhotoTry
from kiosk.store.records import FORM, PHOTO
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.store.counter import (
    MINUTE,
    NOW,
    begin,
    deliver_all,
    new_submission,
    outcome,
    submission_id,
    written,
)

TODAY = 31
_NAMES = ("Siti N…ah", "Ahmad F…i", "Dewi L…i", "Budi S…o", "Nur A…h")
_CAUSES = (Reason.SHADOW, Reason.SHADOW, Reason.TILT, Reason.GLASSES, Reason.EARS_HIDDEN)
_ANSWERS = (
    (CentreState.ACCEPTED, ()),
    (CentreState.PHOTO_REJECTED, (Reason.SHADOW,)),
    (CentreState.ACTION_NEEDED, (Reason.KK_MISMATCH,)),
    (CentreState.ELIGIBLE, ()),
    (CentreState.PHOTO_VERIFYING, ()),
)


def live_through(store: Store) -> Officer:
    """33 registrations today, 80 this month, and one before it; returns Rina."""
    rina = store.officers.add("Rina Wulandari", Pin("482913"), Role.SUPERVISOR, NOW)
    agus = store.officers.add("Agus Prasetyo", Pin("571824"), Role.OFFICER, NOW)
    helpers = (rina.id, rina.id, agus.id, None)
    for number in range(1, TODAY + 1):
        at = NOW - timedelta(hours=2) + number * 11 * MINUTE
        _register(store, number, helpers[number % 4], at)
        _photograph(store, number, at)
        if number == TODAY - 5:
            deliver_all(store, at)
    store.submissions.quarantine(begin(store, NOW + MINUTE * 400), "sync.refused.envelope", NOW)
    store.submissions.cancel(submission_id(TODAY), NOW, rina.id)
    for day in range(25):
        for number in range(1 + day % 3):
            _register(
                store,
                100 * (day + 1) + number,
                rina.id,
                NOW + timedelta(days=day - 1, minutes=number),
            )
    _register(store, 9001, None, NOW - timedelta(days=5))
    told = [outcome(number, number, *_ANSWERS[number % len(_ANSWERS)]) for number in range(1, 21)]
    store.submissions.apply_outcomes(told, len(told), NOW)
    return rina


def _register(store: Store, number: int, officer: str | None, at: datetime) -> None:
    draft = complete_draft().but(
        draft_id=submission_id(number), ticket=new_submission(number).ticket
    )
    store.drafts.save(draft, at - (6 + number % 5) * MINUTE)
    new = replace(
        new_submission(number, at), officer=officer, masked_name=_NAMES[number % len(_NAMES)]
    )
    parts = [written(store, number, part) for part in (FORM, PHOTO)]
    store.submissions.queue(new, parts, at, new.id)


def _photograph(store: Store, number: int, at: datetime) -> None:
    sitting = f"sitting {number}"
    if number % 5 < 3:
        causes = (_CAUSES[number % len(_CAUSES)],)
        store.photo_tries.add(PhotoTry(sitting, None, causes, kept=False), at)
    store.photo_tries.add(PhotoTry(sitting, None, (), kept=True), at)
