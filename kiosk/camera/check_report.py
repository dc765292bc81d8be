"""The page that `kiosk check --report DIR` writes: `index.html` and a folder of pictures."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Final

from kiosk.camera.check_answer import Answer, ClipEvent, Outcome, Say
from kiosk.camera.check_drawing import draw_inspection
from kiosk.camera.check_page import CauseFigure, Page, PagePicture, Section
from kiosk.domain.photo import Finding, PhotoProfile, Verdict

PICTURES: Final = "pictures"
_PRIVATE = 0o700
_OURS = re.compile(r"\d{5}(-light|-sharp)?\.jpg")
_SECTIONS = (Outcome.RETAKE, Outcome.UNREADABLE, Outcome.PASS)


class ReportError(Exception):
    """The page cannot be written; the message says where and why."""


class CheckReport:
    """Draws answer after answer, and writes the page at the end. Keeps no picture in memory."""

    def __init__(self, folder: Path, profile: PhotoProfile, say: Say, language: str) -> None:
        """Make the folder, for this user alone if it is new; raise ReportError."""
        self._folder = folder
        self._page = Page(profile, say, language)
        self._stills: dict[Outcome, list[str]] = {outcome: [] for outcome in _SECTIONS}
        self._moments: list[tuple[Path, bool, str]] = []
        self._causes: dict[str, tuple[Finding, int]] = {}
        self._count = 0
        try:
            folder.mkdir(_PRIVATE, parents=True, exist_ok=True)
            (folder / PICTURES).mkdir(_PRIVATE, exist_ok=True)
            for old in (folder / PICTURES).iterdir():
                if _OURS.fullmatch(old.name):
                    old.unlink()
        except OSError as error:
            raise ReportError(f"{folder}: {error.strerror}") from error

    def add(self, answer: Answer) -> None:
        """Draw one answer; raise ReportError."""
        picture = self._draw(answer)
        if answer.moment is None:
            self._stills[answer.outcome].append(self._page.card(answer, picture))
        else:
            is_capture = answer.moment.event is ClipEvent.CAPTURE
            fragment = self._page.card if is_capture else self._page.moment
            self._moments.append((answer.file, is_capture, fragment(answer, picture)))
        if answer.moment is None or answer.moment.event is ClipEvent.CAPTURE:
            self._count_causes(answer)

    def finish(self, outcomes: Counter[Outcome]) -> None:
        """Write the page; raise ReportError."""
        sections = [Section(outcome, cards) for outcome, cards in self._stills.items() if cards]
        causes = sorted(self._causes.values(), key=lambda pair: -pair[1])
        figures = [CauseFigure(finding, number) for finding, number in causes]
        page = self._page.whole(outcomes, figures, sections, tuple(self._clips()))
        self._write("index.html", page.encode("utf-8"))

    def _clips(self) -> Iterable[str]:
        for file, moments in groupby(self._moments, key=lambda moment: moment[0]):
            told = list(moments)
            taken = any(is_capture for _, is_capture, _ in told)
            yield self._page.clip(file, [fragment for *_, fragment in told], taken=taken)

    def _draw(self, answer: Answer) -> PagePicture | None:
        if answer.inspection is None:
            return None
        self._count += 1
        drawn = draw_inspection(answer.inspection)
        place = f"{PICTURES}/{self._count:05d}"
        self._write(f"{place}.jpg", drawn.jpeg)
        if drawn.light and drawn.sharpness:
            self._write(f"{place}-light.jpg", drawn.light)
            self._write(f"{place}-sharp.jpg", drawn.sharpness)
        return PagePicture(place, drawn)

    def _count_causes(self, answer: Answer) -> None:
        failed = [finding for finding in answer.findings if finding.verdict is Verdict.FAIL]
        for key, finding in {finding.key: finding for finding in failed}.items():
            first, number = self._causes.get(key, (finding, 0))
            self._causes[key] = (first, number + 1)

    def _write(self, name: str, data: bytes) -> None:
        file = self._folder / name
        try:
            file.write_bytes(data)
        except OSError as error:
            raise ReportError(f"{file}: {error.strerror}") from error
