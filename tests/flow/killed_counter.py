"""A kiosk that is killed while somebody is at one of its pages, as by a power cut.

`python -m tests.flow.killed_counter STORE CENTRE_URL STEP`: the kiosk in that folder is enrolled.
"""

import os
import signal
import sys
from pathlib import Path

from kiosk.program import make_application
from kiosk.ui.flow import Step
from tests.flow.clock import Clock
from tests.flow.counter import Counter, open_counter, open_room


def die_at(counter: Counter, step: Step) -> None:
    """The page is filled in, but "Lanjut" was not pressed; at the review it was, just now."""
    counter.hand.press("new_door")
    counter.fill_until(step)
    counter.store(lambda _: None)  # a person takes longer for a page than the store
    if step is Step.REVIEW:
        counter.hand.press("next_button")
    else:
        counter.answer()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    application = make_application()
    folder = Path(sys.argv[1])
    with open_room(folder, sys.argv[2], Clock()) as room, open_counter(room, folder) as counter:
        die_at(counter, Step(sys.argv[3]))
