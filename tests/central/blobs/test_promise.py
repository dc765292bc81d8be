"""In whatever order things happen: what has a receipt is there, and what was withdrawn is not."""

import hashlib
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.central.blobs.addresses import IN_DATABASE
from kiosk.central.blobs.blobs import Blobs, Enter
from kiosk.central.blobs.moving import Mover
from kiosk.central.blobs.store import BlobStoreDownError
from kiosk.central.blobs.sweeping import BAR, ORPHAN_AGE, SHARD_EVERY, Sweeper
from kiosk.central.storage.database import Database
from tests.central.blobs.test_blobs import new_submission
from tests.central.clock import SettableClock

CONTENTS = (b"one", b"two", b"three")
NAMES = tuple(hashlib.sha256(content).hexdigest() for content in CONTENTS)
NUMBERS = st.integers(0, len(CONTENTS) - 1)


class Envelopes(RuleBasedStateMachine):
    """A centre whose kiosks send three envelopes again and again, each of its own submission."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = SettableClock()
        self.clock.now = datetime.now(UTC)
        self.database = Database(f"sqlite:///{self.folder / 'centre.db'}")
        self.places = (IN_DATABASE, f"folder:{self.folder / 'a'}", f"folder:{self.folder / 'b'}")
        self.blobs = Blobs(self.database, self.clock)
        self.sweeper = Sweeper(self.database, self.blobs, self.clock)
        self.submissions: list[UUID] = [new_submission(self.database, self.clock) for _ in NAMES]
        self.under_way: dict[int, Enter] = {}
        self.known: set[int] = set()
        self.withdrawn: set[int] = set()

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    @rule(number=NUMBERS)
    def store(self, number: int) -> None:
        if number in self.known | self.withdrawn:
            return  # answered with its receipt, or refused
        self.under_way[number] = self.blobs.put(NAMES[number], CONTENTS[number])
        now = self.clock.now.timestamp()
        for path in self.folder.rglob(NAMES[number]):
            os.utime(path, (now, now))  # as if the disk's clock had been turned as well

    @rule(number=NUMBERS)
    def make_known(self, number: int) -> None:
        enter = self.under_way.pop(number, None)
        if enter is None:
            return
        try:
            with self.database.writing() as session:
                enter(session, self.submissions[number])
        except BlobStoreDownError:
            return
        self.known.add(number)

    @rule(number=NUMBERS)
    def withdraw(self, number: int) -> None:
        self.under_way.pop(number, None)
        self.withdrawn.add(number)
        with self.database.writing() as session:
            self.sweeper.doom(session, self.submissions[number])
        while self.sweeper.erase_doomed():
            pass
        if number in self.known:
            self.known.discard(number)
            assert not self.is_stored(NAMES[number])

    def is_stored(self, name: str) -> bool:
        with self.database.reading() as session:
            return any(
                blob.name == name
                for place in self.places
                for blob in self.blobs.store(place).each(session, name[:2])
            )

    @rule(number=NUMBERS)
    def sweep(self, number: int) -> None:
        self.sweeper.sweep(NAMES[number][:2])

    @rule(number=NUMBERS)
    def begin_to_move(self, number: int) -> None:
        Mover(self.database, self.blobs).begin(self.places[number])

    @rule()
    def move(self) -> None:
        assert Mover(self.database, self.blobs).move().damaged == ()

    @rule(time=st.sampled_from([SHARD_EVERY, BAR, ORPHAN_AGE + timedelta(seconds=1)]))
    def time_goes_by(self, time: timedelta) -> None:
        """Longer than any request lasts."""
        self.under_way.clear()
        self.clock.pass_by(time)
        self.sweeper.run_once()

    @invariant()
    def what_has_a_receipt_is_there(self) -> None:
        with self.database.reading() as session:
            for number in self.known:
                assert self.blobs.get(session, NAMES[number]) == CONTENTS[number]


Envelopes.TestCase.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)
TestEnvelopes = pytest.mark.slow(Envelopes.TestCase)
