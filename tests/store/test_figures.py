"""The figures of a day, of a month and of all time always add up, or say that they do not."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.domain.period import Period, Span, period_of
from kiosk.domain.pin import Pin
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.store.figures import Balance
from kiosk.store.officers import Role
from kiosk.store.photo_tries import PhotoTry
from kiosk.store.records import FORM
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.store.counter import (
    MINUTE,
    NOW,
    begin,
    deliver,
    deliver_all,
    new_submission,
    open_store,
    outcome,
    raw,
    register,
    submission_id,
    written,
)

TODAY, MONTH, EVER = (period_of(span, NOW) for span in Span)
DAY = timedelta(days=1)
PICKS = st.integers(0, 99)


def parts_of(balance: Balance) -> int:
    return sum(
        (
            *(balance.delivered, balance.queued, balance.quarantined),
            *(balance.cancelled, balance.expired, balance.missing),
        )
    )


class History(RuleBasedStateMachine):
    """Days and months go by; rows and lines of the journal may get lost."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.store = open_store(self.home / "store")
        self.now = NOW
        self.made: list[Period] = []
        self.rowless: set[int] = set()
        self.unnoted: set[int] = set()

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def somebody_registers(self) -> None:
        self.made.append(period_of(Span.DAY, self.now))
        register(self.store, len(self.made), self.now)

    @rule()
    def all_is_sent(self) -> None:
        deliver_all(self.store, self.now)

    @rule()
    def the_centre_refuses(self) -> None:
        if self.store.submissions.next_due(self.now):
            self.store.submissions.quarantine(begin(self.store, self.now), "refused", self.now)

    @rule()
    def one_is_under_way(self) -> None:
        if self.store.submissions.next_due(self.now):
            begin(self.store, self.now)

    @precondition(lambda self: self.made)
    @rule(pick=PICKS)
    def one_is_cancelled(self, pick: int) -> None:
        chosen = submission_id(1 + pick % len(self.made))
        self.store.submissions.cancel(chosen, self.now, "rina")

    @rule(days=st.integers(1, 40))
    def what_is_old_expires(self, days: int) -> None:
        self.store.submissions.expire_unsent(self.now, days)

    @precondition(lambda self: self.made)
    @rule(pick=PICKS)
    def a_row_is_lost(self, pick: int) -> None:
        number = 1 + pick % len(self.made)
        if number not in self.unnoted:
            self.rowless.add(number)
            key = (str(submission_id(number)),)
            raw(self.store).run("DELETE FROM submission WHERE id = ?", key)

    @precondition(lambda self: self.made)
    @rule(pick=PICKS)
    def a_line_of_the_journal_is_lost(self, pick: int) -> None:
        number = 1 + pick % len(self.made)
        if number not in self.rowless:
            self.unnoted.add(number)
            key = (str(submission_id(number)),)
            raw(self.store).run("DELETE FROM journal WHERE subject = ?", key)

    @rule(number=st.integers(1000, 1099))
    def somebody_from_elsewhere_gets_another_photo(self, number: int) -> None:
        part = written(self.store, number, "photo", revision=2)
        if self.store.submissions.find(submission_id(number)) is None:
            self.store.submissions.queue_photo(submission_id(number), part, "grant", self.now)

    @invariant()
    def every_period_adds_up(self) -> None:
        for span in Span:
            for period in {period_of(span, day.start) for day in self.made}:
                self._check(period)

    def _check(self, period: Period) -> None:
        inside = {n for n, day in enumerate(self.made, 1) if period.holds(day.start)}
        figures = self.store.figures.read(period)
        balance = figures.balance
        assert balance.made == len(inside) == parts_of(balance)
        assert balance.missing == len(inside & self.rowless)
        assert balance.unrecorded == len(inside & self.unnoted)
        assert balance.adds_up == (not balance.missing)
        assert balance.agrees == (not inside & (self.rowless | self.unnoted))
        assert len(self.store.figures.made(period)) == balance.made
        assert sum(count for _, count in figures.over_time) == balance.made
        assert sum(count for _, count in figures.officers) == balance.made - balance.missing
        assert sum(count for _, count in figures.states) == balance.delivered

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.home)


History.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestHistory = History.TestCase


def test_two_losses_do_not_make_up_for_one_another(store: Store) -> None:
    register(store, 1)
    register(store, 2)
    raw(store).run("DELETE FROM submission WHERE id = ?", (str(submission_id(1)),))
    raw(store).run("DELETE FROM journal WHERE subject = ?", (str(submission_id(2)),))

    balance = store.figures.balance(TODAY)

    assert balance == Balance(made=2, queued=1, missing=1, unrecorded=1)
    assert not balance.adds_up
    assert not balance.agrees


@pytest.mark.parametrize(("minutes", "period"), [(-1, TODAY.earlier()), (0, TODAY)])
def test_a_day_begins_at_midnight_in_jakarta(store: Store, minutes: int, period: Period) -> None:
    register(store, 1, TODAY.start + minutes * MINUTE)
    assert store.figures.balance(period).made == 1
    assert store.figures.balance(EVER).made == 1


def test_the_hour_is_that_of_jakarta(store: Store) -> None:
    register(store, 1, NOW)
    register(store, 2, NOW + 59 * MINUTE)
    register(store, 3, NOW + 60 * MINUTE)
    assert store.figures.read(TODAY).over_time == ((10, 2), (11, 1))
    assert store.figures.read(MONTH).over_time == ((2, 3),)


def by_officer(store: Store, number: int, officer: str | None) -> None:
    new = replace(new_submission(number), officer=officer)
    store.submissions.queue(new, [written(store, number, FORM)], NOW, new.id)


def test_registrations_are_counted_by_officer_and_by_residents_alone(store: Store) -> None:
    rina = store.officers.add("Rina Wulandari", Pin("482913"), Role.SUPERVISOR, NOW)
    for number, officer in enumerate((rina.id, rina.id, None, "who-left"), 1):
        by_officer(store, number, officer)

    assert dict(store.figures.read(TODAY).officers) == {
        "Rina Wulandari": 2,
        None: 1,
        "who-left": 1,
    }


def test_the_middle_of_the_minutes_is_told(store: Store) -> None:
    for number, minutes in enumerate((6, 9, 600), 1):
        draft = complete_draft().but(
            draft_id=submission_id(number), ticket=new_submission(number).ticket
        )
        store.drafts.save(draft, NOW - minutes * MINUTE)
        register(store, number)

    assert store.figures.read(TODAY).median_minutes == pytest.approx(9)
    assert store.figures.read(TODAY.earlier()).median_minutes is None


def tries(store: Store, sitting: str, *causes: tuple[Reason, ...]) -> None:
    """All but the last one are taken again."""
    for number, found in enumerate(causes, 1):
        store.photo_tries.add(PhotoTry(sitting, None, found, number == len(causes)), NOW)


def test_people_are_counted_however_often_they_are_photographed(store: Store) -> None:
    tries(store, "a", (Reason.SHADOW,), (Reason.SHADOW, Reason.TILT), (Reason.SHADOW,), ())
    tries(store, "b", (Reason.SHADOW,), ())
    tries(store, "c", (Reason.SHADOW,))
    tries(store, "d", ())

    photos = store.figures.read(TODAY).photos

    assert (photos.people, photos.again) == (4, 2)
    assert photos.causes == ((Reason.SHADOW, 3), (Reason.TILT, 1))
    advice = store.figures.advice(NOW)
    assert advice is not None
    assert (advice.reason, advice.people, advice.photographed) == (Reason.SHADOW, 3, 4)
    assert store.figures.advice(NOW + DAY) is None


def test_whoever_was_told_a_reason_once_is_counted_though_it_is_mended(store: Store) -> None:
    for number in (1, 2, 3):
        register(store, number)
    deliver_all(store)
    told = [
        outcome(1, 1, CentreState.PHOTO_REJECTED, (Reason.SHADOW, Reason.BLUR)),
        outcome(2, 1, CentreState.PHOTO_REDO, (Reason.SHADOW,)),
        outcome(3, 1, CentreState.ACCEPTED),
        outcome(4, 2, CentreState.PHOTO_REJECTED, (Reason.SHADOW,)),
    ]
    store.submissions.apply_outcomes(told, 4, NOW)

    figures = store.figures.read(TODAY)

    assert figures.reasons == ((Reason.SHADOW, 2), (Reason.BLUR, 1))
    assert dict(figures.states) == {
        CentreState.ACCEPTED: 1,
        CentreState.PHOTO_REJECTED: 1,
        None: 1,
    }


def test_what_is_half_sent_is_still_queued(store: Store) -> None:
    register(store, 1)
    deliver(store)
    begin(store)
    assert store.figures.balance(TODAY) == Balance(made=1, queued=1)


@pytest.fixture
def busy_store(folder: Path) -> Iterator[Store]:
    """Ten thousand registrations of a month, written as fast as rows can be."""
    store = open_store(folder)
    database = raw(store)
    with database.transaction():
        for number in range(10_000):
            at = (MONTH.start + number * 4 * MINUTE).astimezone(NOW.tzinfo)
            key, text = str(submission_id(number)), at.isoformat(timespec="microseconds")
            database.run(
                "INSERT INTO submission (id, ticket, masked_name, phone_tail, officer, state,"
                " made_here, made_at, started_at, centre_state) VALUES (?, ?, 'S…i', '9001', ?,"
                " 'submitted', 1, ?, ?, 'accepted')",
                (key, f"T{number}", f"o{number % 3}", text, text),
            )
            for event in ("submission.queued", "part.delivered", "submission.delivered"):
                database.run(
                    "INSERT INTO journal (at, event, actor, subject, hash)"
                    " VALUES (?, ?, 'kiosk', ?, '')",
                    (text, event, key),
                )
            database.run(
                "INSERT INTO outcome (submission_id, seq, state, signed, applied_at, reasons)"
                " VALUES (?, 1, 'photo_rejected', x'00', ?, '[\"SHADOW\"]')",
                (key, text),
            )
            store.photo_tries.add(PhotoTry(key, None, (Reason.SHADOW,), kept=True), at)
    yield store
    store.close()


@pytest.mark.slow
def test_a_month_of_ten_thousand_is_read_in_well_under_a_second(busy_store: Store) -> None:
    for period in (TODAY, MONTH, EVER):
        began = time.perf_counter()
        busy_store.figures.read(period)
        took = time.perf_counter() - began
        assert took < 1.0
    assert busy_store.figures.balance(EVER) == Balance(made=10_000, delivered=10_000)
    assert busy_store.figures.advice(NOW) is not None
