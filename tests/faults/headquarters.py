"""The real reference centre on loopback, in a folder that can be copied while it is closed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import Clock, demo_configuration
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer

OFFICE: Final = "genteng-kulon"
_QUICK: Final = {
    "first_delay_seconds": 0.1,
    "longest_delay_seconds": 0.5,
    "outcome_poll_seconds": 0.05,
}
"""No kiosk of these tests waits for anything."""


class Headquarters:
    """What its people do, and what it holds."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        configuration = demo_configuration()
        retry = configuration.retry.model_copy(update=_QUICK)
        self._centre = Centre(folder, clock, replace(configuration, retry=retry))
        self._server = EmbeddedServer(create_app(self._centre))
        self.operator = Operator(self._centre)

    @property
    def url(self) -> str:
        return self._server.url

    def open(self) -> None:
        self._server.start()

    def close(self) -> None:
        self._server.stop()
        self._centre.close()

    def found_office(self) -> None:
        """Once, before any kiosk comes."""
        self.operator.new_office(OFFICE, "Desa Genteng Kulon", "35.10.09.2003")

    def new_codes(self, number: int) -> tuple[str, ...]:
        """As many codes as a supervisor has to ask for when a line breaks at a bad moment."""
        return tuple(self.operator.new_code(OFFICE) for _ in range(number))

    def facts(self) -> dict[str, object]:
        """What it holds, told so that two runs of the same story can be compared."""
        return {
            f"centre {record.submission_id}": (
                record.state.value,
                record.reasons,
                record.photo_revisions,
                record.has_card,
                sorted(Counter(f"{e.from_state} {e.to_state}" for e in record.events).items()),
            )
            for record in self.operator.submissions()
        }


@contextmanager
def headquarters(folder: Path, clock: Clock) -> Iterator[Headquarters]:
    """A centre that is open, with what was in the folder before."""
    centre = Headquarters(folder, clock)
    try:
        centre.open()
        yield centre
    finally:
        centre.close()
