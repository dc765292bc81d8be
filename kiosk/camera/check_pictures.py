"""Checks picture after picture, several at a time, and answers in order."""

from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from time import perf_counter
from typing import Final

from kiosk.camera.check_answer import Answer, advice_on, outcome_of, unreadable
from kiosk.camera.check_inputs import CheckInput
from kiosk.camera.inspector import Inspection, Inspector
from kiosk.camera.iso import IsoScore, measure_iso
from kiosk.camera.photo_file import PictureError, read_photo
from kiosk.camera.source import Frame
from kiosk.domain.photo import PhotoProfile

LARGE_PIXELS: Final = 16_000_000
"""Inspecting copies a picture twice: of those larger than this one at a time is enough."""


def inspect_file(file: Path, inspector: Inspector) -> Inspection:
    """Judge one picture with an inspector for stills; raise PictureError."""
    return inspector.inspect(Frame(1, 0.0, read_photo(file)))


def check_pictures(
    inputs: Iterable[CheckInput],
    inspectors: Sequence[Inspector],
    profile: PhotoProfile,
    *,
    iso: bool = False,
) -> Generator[Answer, None, None]:
    """Answer for every input, in order, with as many inspectors for stills as work at a time."""
    checker = _Checker(inspectors, profile, iso=iso)
    waiting = iter(inputs)
    pool = ThreadPoolExecutor(len(inspectors), "checking")
    ahead: deque[Future[Answer]] = deque()
    try:
        ahead.extend(pool.submit(checker.check, one) for one in islice(waiting, len(inspectors)))
        while ahead:
            ahead.extend(pool.submit(checker.check, one) for one in islice(waiting, 1))
            yield ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def measure_inspection(inspection: Inspection) -> dict[str, IsoScore]:
    """The measures of ISO/IEC 29794-5; none where there is no face."""
    if inspection.face is None:
        return {}
    return measure_iso(inspection.frame.pixels, inspection.face)


class _Checker:
    """Reads, decodes and inspects one input; any number of threads may ask."""

    def __init__(
        self, inspectors: Sequence[Inspector], profile: PhotoProfile, *, iso: bool
    ) -> None:
        self._idle: SimpleQueue[Inspector] = SimpleQueue()
        for inspector in inspectors:
            self._idle.put(inspector)
        self._profile = profile
        self._iso = iso
        self._one_large = Lock()

    def check(self, one: CheckInput) -> Answer:
        """Answer for one input."""
        inspector = self._idle.get()
        began = perf_counter()
        try:
            inspection = self._inspect(one, inspector)
        except PictureError as error:
            return unreadable(one.file, error, 1000.0 * (perf_counter() - began))
        finally:
            self._idle.put(inspector)
        ms = 1000.0 * (perf_counter() - began)
        return Answer(
            one.file,
            outcome_of(inspection.report, self._profile),
            advice_on(inspection.report, self._profile),
            ms=ms,
            inspection=inspection,
            iso=measure_inspection(inspection) if self._iso else None,
        )

    def _inspect(self, one: CheckInput, inspector: Inspector) -> Inspection:
        if one.problem:
            raise PictureError(one.problem)
        frame = Frame(1, 0.0, read_photo(one.file))
        height, width = frame.pixels.shape[:2]
        if width * height <= LARGE_PIXELS:
            return inspector.inspect(frame)
        with self._one_large:
            return inspector.inspect(frame)
