"""The program around the kiosk."""

import gc

from PySide6.QtWidgets import QApplication

from kiosk.program import GarbageInOneThread


def test_only_the_thread_of_the_windows_collects_garbage(qapp: QApplication) -> None:
    gc.enable()
    try:
        with GarbageInOneThread() as collector:
            assert not gc.isenabled()
            loops: list[list[object]] = [[] for _ in range(gc.get_threshold()[0] + 1)]
            for loop in loops:
                loop.append(loop)
            collector.collect()
            assert gc.get_freeze_count() > 0
            assert gc.get_count()[0] < gc.get_threshold()[0]
        assert gc.isenabled()
        assert gc.get_freeze_count() == 0
    finally:
        gc.disable()
