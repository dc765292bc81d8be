"""The bar on a terminal, and silence everywhere else."""

import io

from kiosk.camera.check_progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_stream_that_is_no_terminal_gets_nothing() -> None:
    stream = io.StringIO()
    progress = Progress(100, stream)
    progress.show(50)
    progress.clear()
    assert stream.getvalue() == ""


def test_one_picture_needs_no_bar() -> None:
    stream = Terminal()
    progress = Progress(1, stream)
    progress.show(1)
    progress.clear()
    assert stream.getvalue() == ""


def test_the_bar_is_not_drawn_for_every_picture() -> None:
    stream = Terminal()
    progress = Progress(100_000, stream)
    for done in range(100):
        progress.show(done)
    assert stream.getvalue().count("\r") < 50


def test_the_bar_is_taken_away_before_anything_else_is_written() -> None:
    stream = Terminal()
    progress = Progress(3, stream)
    progress.clear()
    assert stream.getvalue() == "\r\x1b[K"
