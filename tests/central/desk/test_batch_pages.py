"""Batches at the operators' page: planned by the calendar, and decided so that all can check."""

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kiosk.central.batches.draw import selection_order
from kiosk.central.desk.models import Role
from kiosk.central.operator import Operator
from kiosk.domain.batch import BatchState
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Redoable
from tests.central.clock import MORNING
from tests.central.desk.conftest import Browser
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident

LogIn = Callable[[Role], Browser]
PLAN = {
    "batch_id": "gelombang-1",
    "name": "Gelombang 1",
    "quota": "1",
    "opens_at": "2026-03-09T08:00",
    "closes_at": "2026-03-12T16:00",
}


def join(kiosk: Kiosk, operator: Operator, resident: Resident) -> None:
    submission_id = kiosk.register(resident)
    operator.accept_photo(submission_id)
    batch = next(one for one in kiosk.config().batches if one.state is BatchState.OPEN)
    consent = {"consent_version": "1", "consented_at": MORNING.isoformat()}
    message: dict[str, Any] = {"batch_id": batch.batch_id, **consent}
    answer = kiosk.post(
        f"submissions/{submission_id}/join", message, kiosk.grant(resident, Redoable.JOIN)
    )
    assert answer.status_code == 200, answer.text


def test_the_next_batch_is_proposed_by_the_calendar_and_planned(log_in: LogIn) -> None:
    browser = log_in(Role.OPERATOR)
    page = browser.get("/batches").text
    assert all(f'value="{value}"' in page for key, value in PLAN.items() if key != "quota")

    assert browser.act("/batches", **PLAN).status_code == 303

    after = browser.get("/batches").text
    assert 'value="2026-03-16T08:00"' in after
    assert 'value="gelombang-2"' in after
    assert browser.act("/batches", **PLAN).status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"batch_id": "Gelombang 1"},
        {"name": "<b>"},
        {"quota": "0"},
        {"quota": "1e3"},
        {"closes_at": "2026-03-09T08:00"},
        {"opens_at": "soon"},
    ],
)
def test_a_batch_that_cannot_be_is_refused(log_in: LogIn, change: dict[str, str]) -> None:
    browser = log_in(Role.OPERATOR)
    assert browser.act("/batches", **(PLAN | change)).status_code == 422
    assert "/desk/batches/gelombang-1" not in browser.get("/batches").text


def test_a_planned_batch_is_opened_and_closed_by_hand(log_in: LogIn, kiosk: Kiosk) -> None:
    browser = log_in(Role.OPERATOR)
    browser.act("/batches", **PLAN)
    for act, state in (("opening", BatchState.OPEN), ("closing", BatchState.CLOSED)):
        assert browser.get(f"/batches/gelombang-1/{act}").status_code == 200
        assert browser.act(f"/batches/gelombang-1/{act}").status_code == 303
        assert [one.state for one in kiosk.config().batches] == [state]
        assert browser.act(f"/batches/gelombang-1/{act}").status_code == 422


def test_a_selection_is_looked_at_decided_and_proved(
    log_in: LogIn, kiosk: Kiosk, operator: Operator
) -> None:
    closes_at = MORNING + timedelta(days=1)
    operator.open_batch("g1", "Gelombang 1", quota=1, closes_at=closes_at)
    for serial in (9001, 9002):
        join(kiosk, operator, Resident(serial))
    operator.close_batch("g1")
    browser = log_in(Role.OPERATOR)
    draw = {"decree": "SK 1/2026", "seed": "31415"}

    assert "SK 1/2026" in browser.get("/batches/g1/selection", **draw).text
    assert browser.act("/batches/g1/selection", **draw).status_code == 303

    proof = browser.get("/batches/g1/proof")
    assert proof.headers["Content-Disposition"] == 'attachment; filename="g1-proof.csv"'
    lines = proof.text.splitlines()
    assert "# seed: 31415" in lines
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    records = operator.submissions()
    order = selection_order("31415", [one.submission_id for one in records])
    assert [row["submission_id"] for row in rows] == [str(one) for one in order]
    assert [row["result"] for row in rows] == ["accepted", "not_selected"]
    states = {record.submission_id: record.state for record in records}
    assert [states[one] for one in order] == [CentreState.ACCEPTED, CentreState.NOT_SELECTED]
    assert all(str(one) in browser.get("/batches/g1").text for one in order)


def test_a_selection_needs_a_decree_and_a_closed_batch(log_in: LogIn, operator: Operator) -> None:
    operator.open_batch("g1", "Gelombang 1", quota=1, closes_at=MORNING + timedelta(days=1))
    browser = log_in(Role.OPERATOR)
    assert browser.get("/batches/g1/selection").status_code == 422
    assert browser.act("/batches/g1/selection", decree="SK 1").status_code == 422
    assert browser.get("/batches/g1/proof").status_code == 404


@pytest.mark.parametrize(("role", "reading"), [(Role.AUDITOR, 200), (Role.OFFICE, 403)])
def test_who_reads_of_batches_and_who_decides(log_in: LogIn, role: Role, reading: int) -> None:
    browser = log_in(role)
    assert browser.get("/batches").status_code == reading
    assert browser.act("/batches", **PLAN).status_code == 403
    assert browser.act("/batches/gelombang-1/selection", decree="SK 1").status_code == 403
