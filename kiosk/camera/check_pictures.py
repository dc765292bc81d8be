"""Checks picture after picture: while one is inspected, the next is read and decoded."""

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Final

from kiosk.camera.check_answer import Answer, advice_on, outcome_of, unreadable
from kiosk.camera.check_inputs import CheckInput
from kiosk.camera.inspector import Inspection, Inspector
from kiosk.camera.iso import IsoScore, measure_iso
from kiosk.camera.photo_file import PictureError, read_photo
from kiosk.camera.source import Frame, Pixels
from kiosk.domain.photo import PhotoProfile

_AHEAD: Final = 2
"""Pictures that are decoded and wait: more would only fill the memory."""


def inspect_file(file: Path, inspector: Inspector) -> Inspection:
    """Judge one picture with an inspector for stills; raise PictureError."""
    return inspector.inspect(Frame(1, 0.0, read_photo(file)))


def check_pictures(
    inputs: Iterable[CheckInput], inspector: Inspector, profile: PhotoProfile, *, iso: bool = False
) -> Generator[Answer, None, None]:
    """Answer for every input, in order, with an inspector for stills."""
    waiting = iter(inputs)
    with ThreadPoolExecutor(1, "decoding") as pool:
        ahead = deque(_start(pool, one) for one in islice(waiting, _AHEAD))
        while ahead:
            one, reading = ahead.popleft()
            ahead.extend(_start(pool, later) for later in islice(waiting, 1))
            yield _answer(one.file, reading, inspector, profile, iso=iso)


def measure_inspection(inspection: Inspection) -> dict[str, IsoScore]:
    """The measures of ISO/IEC 29794-5; none where there is no face."""
    if inspection.face is None:
        return {}
    return measure_iso(inspection.frame.pixels, inspection.face)


_Reading = Future[tuple[Pixels, float]]


def _start(pool: ThreadPoolExecutor, one: CheckInput) -> tuple[CheckInput, _Reading]:
    return one, pool.submit(_read, one)


def _read(one: CheckInput) -> tuple[Pixels, float]:
    began = perf_counter()
    if one.problem:
        raise PictureError(one.problem)
    return read_photo(one.file), perf_counter() - began


def _answer(
    file: Path, reading: _Reading, inspector: Inspector, profile: PhotoProfile, *, iso: bool
) -> Answer:
    try:
        pixels, seconds = reading.result()
    except PictureError as error:
        return unreadable(file, error)
    began = perf_counter()
    inspection = inspector.inspect(Frame(1, 0.0, pixels))
    seconds += perf_counter() - began
    return Answer(
        file,
        outcome_of(inspection.report, profile),
        advice_on(inspection.report, profile),
        ms=1000.0 * seconds,
        inspection=inspection,
        iso=measure_inspection(inspection) if iso else None,
    )
