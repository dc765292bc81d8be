"""How long a batch still takes people: in words, on the spot, in WIB."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from kiosk.domain.batch import BatchCalendar, BatchWindow
from kiosk.domain.window import wib
from kiosk.sync.pace import calendar_of
from kiosk.sync.protocol import ConfigBundle
from kiosk.ui.dates import long_date
from kiosk.ui.look import Look
from kiosk.ui.spans import time_left
from kiosk.ui.text import Sentence, Texts
from kiosk.ui.widgets.chip import Chip

_SOON: Final = timedelta(days=1)
_VERY_SOON: Final = timedelta(hours=1)


class CountdownChip(Chip):
    """Says when the batch of the moment closes, or the next one opens; hidden without either."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "countdown_chip", gives_way=True)
        self.say(Sentence("officer.batches.none"), Sentence("officer.batches.none"))
        self.hide()

    def count_down(self, bundle: ConfigBundle | None, now: datetime) -> None:
        """Say what is so at `now`, by the centre's clock."""
        calendar, texts = calendar_of(bundle), self._look.text
        open_now, planned = calendar.current(now), calendar.next_planned(now)
        if open_now is not None:
            left = {"time": time_left(open_now.time_left(now), texts)}
            self.say(Sentence("officer.batches.chip_closes", left), closing(open_now, texts))
        elif planned is not None:
            left = {"time": time_left(planned.opens_at - now, texts)}
            self.say(Sentence("officer.batches.chip_opens", left), opening(planned, texts))
        self.colour(urgency(calendar, now))
        self.setVisible(open_now is not None or planned is not None)


def urgency(calendar: BatchCalendar, now: datetime) -> str:
    """The colour of what closes within a day, or within an hour; none where there is time."""
    batch = calendar.current(now)
    if batch is None or batch.time_left(now) >= _SOON:
        return ""
    return "attention" if batch.time_left(now) >= _VERY_SOON else "wrong"


def closing(batch: BatchWindow, texts: Texts) -> Sentence:
    """The day and the time at which it closes."""
    return Sentence("officer.batches.closes", _said(batch.name, batch.closes_at, texts))


def opening(batch: BatchWindow, texts: Texts) -> Sentence:
    """The day and the time at which it opens."""
    return Sentence("officer.batches.opens", _said(batch.name, batch.opens_at, texts))


def _said(name: str, moment: datetime, texts: Texts) -> Mapping[str, object]:
    local = wib(moment)
    return {"batch": name, "day": long_date(local.date(), texts), "time": f"{local:%H.%M}"}
