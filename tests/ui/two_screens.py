"""A counter with a display for the resident, too. Run on two screens; ends well if all is so."""

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.region_files import load_regions
from tests.ui.whole_counter import WholeCounter, open_whole_counter


def main() -> None:
    """The second window comes with an officer's help, and goes with the resident."""
    application = QApplication([])
    with (
        tempfile.TemporaryDirectory() as folder,
        open_whole_counter(Path(folder), load_regions()) as counter,
    ):
        _be_helped(counter)
    application.quit()


def _be_helped(counter: WholeCounter) -> None:
    second = counter.counter.second
    counter.hand.press("new_door")
    assert not second.isVisible()
    counter.sign_in()
    counter.hand.press("assist_button")
    counter.hand.wait_to_see("consent_process")
    assert second.isVisible()
    assert second.screen().name() == "resident"
    counter.hand.press("back_button")
    counter.hand.wait_to_see("new_door")
    assert not second.isVisible()


if __name__ == "__main__":
    main()
