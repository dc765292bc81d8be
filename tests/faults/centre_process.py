"""The reference centre in a process of its own, and an operator who looks at every photo.

`python -m tests.faults.centre_process FOLDER PORT OFFICES` answers on that port, or any for 0, and
says on a line of standard output, as JSON, where, and with which codes kiosks of the offices enrol.
"""

import json
import signal
import sys
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Final

from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.pipeline.pipeline import WrongStateError
from kiosk.central.settings.configuration import (
    AccessLimits,
    Configuration,
    demo_configuration,
    utc_now,
)
from kiosk.central.storage.models import OutcomeRow, PartRow, SubmissionRow
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.logs import start_logging
from kiosk.sync.protocol import Part, RetryAdvice
from tests.faults.people import Fate, Person

PACE: Final = RetryAdvice(
    first_delay_seconds=0.1, longest_delay_seconds=2.0, outcome_poll_seconds=2.0
)
"""Short, as a suite of minutes stands for a week."""
_LOOK_EVERY_SECONDS: Final = 0.05
_OPERATORS: Final = 4
_REDONE: Final = {Fate.REDO: 1, Fate.REDO_TWICE: 2}
"""How many photos of them are refused."""


def configuration() -> Configuration:
    """As published, without the limits of what one office asks in a day, and of one family card."""
    many = 1_000_000
    limits = AccessLimits(lookups_per_device=many, wrong_tries_per_ticket=many)
    return replace(demo_configuration(), retry=PACE, limits=limits, per_family_card=many)


class Judge:
    """Looks at every photo as soon as it can be looked at."""

    def __init__(self, centre: Centre) -> None:
        self._centre, self._operator = centre, Operator(centre)
        self._seen = 0

    def work(self, operators: Executor) -> None:
        """Judge what came since the last time; several operators do, as their database waits."""
        with self._centre.database.reading() as session:
            newest = select(OutcomeRow.seq, OutcomeRow.submission_id).where(
                OutcomeRow.seq > self._seen
            )
            rows = session.execute(newest.order_by(OutcomeRow.seq)).all()
        people = {Person.behind(submission_id) for _, submission_id in rows}
        for judged in [operators.submit(self._judge, person) for person in people]:
            with suppress(WrongStateError):  # judged before this process was killed
                judged.result()
        if rows:
            self._seen = rows[-1].seq

    def _judge(self, person: Person) -> None:
        key = person.submission_id
        with self._centre.database.reading() as session:
            submission = session.get_one(SubmissionRow, key)
            state, photos = submission.state, submission.photo_revision
            is_patched = session.get(PartRow, (key, Part.PATCH, 1)) is not None
        if state is not CentreState.PHOTO_VERIFYING:
            return
        if photos <= _REDONE.get(person.fate, 0):
            self._operator.reject_photo(key, [Reason.BLUR])
        elif person.fate is Fate.PATCH and not is_patched:
            self._operator.ask_for(key, [Reason.KK_MISMATCH], [PatchField.KK])
        else:
            self._operator.accept_photo(key)


def run(folder: Path, port: int, offices: int) -> None:
    """Serve until told to end."""
    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    with Centre(folder, utc_now, configuration()) as centre:
        operator, judge = Operator(centre), Judge(centre)
        codes = []
        if not operator.devices():
            for number in range(offices):
                operator.new_office(f"desa-{number}", f"Kantor Desa {number}", "35.10.09.2003")
                codes.append(operator.new_code(f"desa-{number}"))
        server = EmbeddedServer(create_app(centre), port=port)
        server.start()
        print(json.dumps({"url": server.url, "codes": codes}), flush=True)
        with ThreadPoolExecutor(_OPERATORS) as operators:
            while not ended.wait(_LOOK_EVERY_SECONDS):
                judge.work(operators)
        server.stop()


if __name__ == "__main__":
    start_logging(None)
    run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
