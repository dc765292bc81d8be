"""The binding of Qt that the lock names can run for days."""

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 2000


def test_calls_do_not_use_up_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 does on Python below 3.12, and then the interpreter aborts (none_dealloc)."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("")
    assert sys.getrefcount(None) > before - CALLS / 2
