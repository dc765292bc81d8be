"""Checks a clip as the photo page would: what it says when, and which frame it takes."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from kiosk.camera.check_answer import (
    Answer,
    ClipEvent,
    Moment,
    advice_on,
    guidance_keys,
    outcome_of,
    unreadable,
)
from kiosk.camera.check_pictures import measure_inspection
from kiosk.camera.clip_file import read_clip
from kiosk.camera.guidance import Guidance, Guide
from kiosk.camera.inspector import Inspection, Inspector
from kiosk.camera.photo_file import PictureError
from kiosk.camera.shutter import Shutter
from kiosk.domain.photo import PhotoProfile


def check_clip(
    file: Path, inspector: Inspector, profile: PhotoProfile, *, iso: bool = False
) -> Iterator[Answer]:
    """Answer for every change of guidance, and for the first frame that the shutter takes.

    `inspector` is one that follows a face, and has seen nothing else.
    """
    watch = _Watch(file, inspector, profile, iso=iso)
    try:
        for frame in read_clip(file):
            began = perf_counter()
            inspection = inspector.inspect(frame)
            yield from watch.see(inspection, 1000.0 * (perf_counter() - began))
    except PictureError as error:
        yield unreadable(file, error)


class _Watch:
    """The photo page without a window."""

    def __init__(
        self, file: Path, inspector: Inspector, profile: PhotoProfile, *, iso: bool
    ) -> None:
        self._file = file
        self._inspector = inspector
        self._profile = profile
        self._iso = iso
        self._guide = Guide(profile)
        self._shutter: Shutter | None = Shutter(profile)
        self._shown: Guidance | None = None

    def see(self, inspection: Inspection, ms: float) -> Iterator[Answer]:
        """Take the next frame of the clip."""
        now = inspection.frame.taken_at
        guidance = self._guide.update(inspection.report, now)
        if self._shown is None or guidance.key != self._shown.key:
            self._shown = guidance
            moment = Moment(now, ClipEvent.GUIDANCE)
            yield self._answer(inspection, guidance_keys(guidance), moment, ms)
        picture = self._shutter.offer(inspection, now).picture if self._shutter else None
        if picture:
            yield from self._keep_if_good(self._inspector.recheck(picture), ms)

    def _keep_if_good(self, picture: Inspection, ms: float) -> Iterator[Answer]:
        """Every check has looked at this very frame now; the first good one is kept."""
        if not self._profile.blocks(picture.report):
            self._shutter = None
            moment = Moment(picture.frame.taken_at, ClipEvent.CAPTURE)
            yield self._answer(picture, advice_on(picture.report, self._profile), moment, ms)

    def _answer(
        self, inspection: Inspection, keys: tuple[str, ...], moment: Moment, ms: float
    ) -> Answer:
        return Answer(
            self._file,
            outcome_of(inspection.report, self._profile),
            keys,
            ms=ms,
            inspection=inspection,
            moment=moment,
            iso=measure_inspection(inspection) if self._iso else None,
        )
