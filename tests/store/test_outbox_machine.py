"""Whatever happens to the queue, in whatever order: everything is somewhere, and in order."""

import math
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.domain.submission import KioskState
from kiosk.store.figures import Balance
from kiosk.store.outbox import BLOCK_BYTES
from kiosk.store.records import FORM, PHOTO, OutboxItem, QueueRow
from tests.store.counter import (
    KTP,
    NOW,
    deliver_all,
    new_submission,
    open_store,
    raw,
    submission_id,
    written,
)

DELAYS = st.integers(0, 600).map(lambda seconds: timedelta(seconds=seconds))
PICKS = st.integers(0, 99)
CARE = (
    *(KioskState.CANCELLED, KioskState.QUARANTINED, KioskState.UPLOADING, KioskState.QUEUED),
    KioskState.SUBMITTED,
)
SIZES = st.integers(1, 3 * BLOCK_BYTES)


class OneCounter(RuleBasedStateMachine):
    """The real store beside a model: what became of each part."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.starts = 0
        self.folder = self.home / "0"
        self.store = open_store(self.folder)
        self.now = NOW
        self.made = 0
        self.parts: dict[str, KioskState] = {}
        self.people: dict[int, list[str]] = {}
        self.sending: dict[str, OutboxItem] = {}
        self.delivered_forms: set[str] = set()

    @rule(delay=DELAYS)
    def time_passes(self, delay: timedelta) -> None:
        self.now += delay

    @rule(pictures=st.sampled_from([(PHOTO,), (PHOTO, KTP)]), size=SIZES)
    def somebody_registers(self, pictures: tuple[str, ...], size: int) -> None:
        self.made += 1
        parts = [
            replace(written(self.store, self.made, part), size_bytes=size)
            for part in (FORM, *pictures)
        ]
        new = new_submission(self.made, self.now)
        self.store.submissions.queue(new, parts, self.now, new.id)
        self.people[self.made] = [part.sha256 for part in parts]
        for row in self.store.submissions.queue_rows():
            self.parts.setdefault(row.sha256, KioskState.QUEUED)

    @rule()
    def sending_begins(self) -> None:
        item = self.store.submissions.next_due(self.now)
        if item is None:
            return
        assert self.parts[item.sha256] is KioskState.QUEUED
        assert item.part == FORM or str(item.submission_id) in self.delivered_forms
        self.store.submissions.start(item, self.now)
        self.parts[item.sha256] = KioskState.UPLOADING
        self.sending[item.sha256] = item

    @rule(room=SIZES.map(lambda size: 3 * size))
    def the_next_that_makes_a_deadline_is_found(self, room: int) -> None:
        """By going through all parts, and in blocks as the queue counts."""
        found = self.store.submissions.next_due(self.now, [room])
        fitting = [part for part in self.due() if self.blocks(part) <= room // BLOCK_BYTES]
        if fitting:
            assert found is not None
            first = min(part.next_try_at for part in fitting)
            assert (found.sha256, first) in {(p.sha256, p.next_try_at) for p in fitting}

    def due(self) -> list[QueueRow]:
        rows = self.store.submissions.queue_rows()
        return [
            row
            for row in rows
            if row.state is KioskState.QUEUED
            and not row.waits_for_form
            and row.next_try_at <= self.now
        ]

    def blocks(self, part: QueueRow) -> float:
        """Of what is left of its submission; endless where something of it is held back."""
        rest = raw(self.store).rows(
            "SELECT size_bytes, state FROM outbox WHERE submission_id = ?"
            " AND state IN ('queued', 'uploading', 'quarantined')",
            (str(part.submission_id),),
        )
        if any(state == KioskState.QUARANTINED for _, state in rest):
            return math.inf
        return -(-sum(int(size) for size, _ in rest) // BLOCK_BYTES)

    def ends(self, pick: int, state: KioskState) -> OutboxItem:
        sha256 = sorted(self.sending)[pick % len(self.sending)]
        self.parts[sha256] = state
        return self.sending.pop(sha256)

    @precondition(lambda self: self.sending)
    @rule(pick=PICKS)
    def the_receipt_comes(self, pick: int) -> None:
        item = self.ends(pick, KioskState.SUBMITTED)
        if item.part == FORM:
            self.delivered_forms.add(str(item.submission_id))
        self.store.submissions.mark_delivered(item, "{}", self.now)

    @precondition(lambda self: self.sending)
    @rule(pick=PICKS, delay=DELAYS)
    def the_line_is_down(self, pick: int, delay: timedelta) -> None:
        item = self.ends(pick, KioskState.QUEUED)
        self.store.submissions.postpone(item, self.now + delay, "unavailable")

    @precondition(lambda self: self.sending)
    @rule(pick=PICKS)
    def the_centre_refuses(self, pick: int) -> None:
        item = self.ends(pick, KioskState.QUARANTINED)
        self.store.submissions.quarantine(item, "refused", self.now)

    @rule(pick=PICKS)
    def the_officer_hurries(self, pick: int) -> None:
        rows = self.store.submissions.queue_rows()
        if rows:
            row = rows[pick % len(rows)]
            self.store.submissions.hurry(row, self.now)
            (after,) = (r for r in self.store.submissions.queue_rows() if r.sha256 == row.sha256)
            assert (after.state, after.attempts) == (row.state, row.attempts)

    @rule(pick=PICKS)
    def the_officer_releases(self, pick: int) -> None:
        aside = [
            row
            for row in self.store.submissions.queue_rows()
            if row.state is KioskState.QUARANTINED
        ]
        if aside:
            row = aside[pick % len(aside)]
            self.store.submissions.release(row, self.now, actor="officer-1")
            self.parts[row.sha256] = KioskState.QUEUED

    @precondition(lambda self: self.made)
    @rule(pick=PICKS)
    def the_officer_cancels(self, pick: int) -> None:
        chosen = submission_id(1 + pick % self.made)
        own = {
            row.sha256 for row in self.store.submissions.queue_rows() if row.submission_id == chosen
        }
        if self.store.submissions.cancel(chosen, self.now, actor="officer-1") is None:
            self.parts.update(dict.fromkeys(own, KioskState.CANCELLED))

    @rule()
    def the_power_goes(self) -> None:
        """What is on the disk at this moment is all that the next start has."""
        self.starts += 1
        copy = self.home / str(self.starts)
        shutil.copytree(self.folder, copy)
        self.store.close()
        shutil.rmtree(self.folder)
        self.folder = copy
        self.store = open_store(copy)
        self.parts.update(dict.fromkeys(self.sending, KioskState.QUEUED))
        self.sending.clear()

    @invariant()
    def everything_made_is_somewhere(self) -> None:
        found = self.store.figures.balance()
        assert found == self.balance()
        assert found.agrees

    def balance(self) -> Balance:
        """A registration stands where that part of it stands which needs most care."""
        stands: Counter[KioskState] = Counter()
        for parts in self.people.values():
            states = {self.parts[sha256] for sha256 in parts}
            stands[next(state for state in CARE if state in states)] += 1
        return Balance(
            made=self.made,
            delivered=stands[KioskState.SUBMITTED],
            queued=stands[KioskState.QUEUED] + stands[KioskState.UPLOADING],
            quarantined=stands[KioskState.QUARANTINED],
            cancelled=stands[KioskState.CANCELLED],
        )

    @invariant()
    def every_part_is_where_it_should_be(self) -> None:
        closed = {KioskState.SUBMITTED, KioskState.CANCELLED}
        rows = {row.sha256: row.state for row in self.store.submissions.queue_rows()}
        assert rows == {sha: state for sha, state in self.parts.items() if state not in closed}
        assert self.store.envelopes.stored() == rows.keys()

    def teardown(self) -> None:
        """Nothing is lost even at the end: the rest can all be delivered."""
        for row in self.store.submissions.queue_rows():
            if row.state is KioskState.QUARANTINED:
                self.store.submissions.release(row, self.now, actor="officer-1")
        for item in self.sending.values():
            self.store.submissions.mark_delivered(item, "{}", self.now)
        deliver_all(self.store, self.now + timedelta(days=1))
        found = self.store.figures.balance()
        self.store.close()
        shutil.rmtree(self.home)
        assert found.delivered + found.cancelled == self.made


TestCounter = OneCounter.TestCase
TestCounter.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
