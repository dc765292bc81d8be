"""`kiosk run`, with an officer who reads why it cannot open and closes it.

`python -m tests.flow.closed_stopped_page HOME`: prints the sentence that was on screen.
"""

import sys
import threading
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from kiosk.cli import main
from kiosk.ui.stopped_page import StoppedPage

LOOK_AGAIN_SECONDS: Final = 0.02


def read_and_close(ended: threading.Event) -> None:
    """Wait for the application, which only main() makes, and look at it in its own thread."""
    while (application := QCoreApplication.instance()) is None:
        ended.wait(LOOK_AGAIN_SECONDS)
    while not ended.wait(LOOK_AGAIN_SECONDS):
        QTimer.singleShot(0, application, close_page)


def close_page() -> None:
    for page in QApplication.allWidgets():
        button = page.findChild(QPushButton, "close_button")
        if isinstance(page, StoppedPage) and page.isVisible() and button is not None:
            sys.stdout.write(f"{page.notice.accessibleName()}\n")
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)


if __name__ == "__main__":
    ended = threading.Event()
    officer = threading.Thread(target=read_and_close, args=(ended,))
    officer.start()
    status = main(["--home", sys.argv[1], "run", "--windowed"])
    ended.set()
    officer.join()
    sys.exit(status)
