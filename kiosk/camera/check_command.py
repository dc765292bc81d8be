"""`kiosk check`: every picture and clip answered, counted and, if wished, drawn on a page."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final, TextIO

from kiosk.camera.check_answer import Answer, ClipEvent, Outcome, Say, as_json
from kiosk.camera.check_clips import check_clip
from kiosk.camera.check_inputs import CheckInput, find_inputs
from kiosk.camera.check_pictures import check_pictures
from kiosk.camera.check_progress import Progress
from kiosk.camera.check_report import CheckReport
from kiosk.camera.check_table import CheckTable
from kiosk.camera.inspector import Inspector
from kiosk.domain.photo import PhotoProfile

MOST_AT_A_TIME: Final = 4
"""Pictures that are inspected side by side: each inspector takes some 75 MB."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What is checked, by which rules, and how the answers are given."""

    paths: tuple[Path, ...]
    profile: PhotoProfile
    models: Path
    language: str
    as_json: bool = False
    iso: bool = False
    report: Path | None = None


class CheckCommand:
    """One run of the command. `says` are the sentences by language, `out` takes the answers."""

    def __init__(
        self, options: CheckOptions, says: Mapping[str, Say], out: TextIO, err: TextIO
    ) -> None:
        """Find the inputs; raise ReportError where the page cannot be written."""
        self._options = options
        self._says = says
        self._out = out
        self._inputs = tuple(find_inputs(options.paths, options.report))
        self._progress = Progress(len(self._inputs), err)
        say = says[options.language]
        files = (one.file for one in self._inputs)
        self._table = None if options.as_json else CheckTable(files, say, out)
        self._report = None
        if options.report:
            self._report = CheckReport(options.report, options.profile, say, options.language)

    def run(self) -> Outcome:
        """Check everything; return the worst outcome. Raise ModelUnreadableError, ReportError."""
        outcomes: Counter[Outcome] = Counter()
        try:
            for outcome in self._outcomes():
                outcomes[outcome] += 1
                self._progress.show(outcomes.total())
        finally:
            self._progress.clear()
        if self._table:
            self._table.finish(outcomes)
        if self._report:
            self._report.finish(outcomes)
        worst_first = (Outcome.UNREADABLE, Outcome.RETAKE, Outcome.PASS)
        return next(outcome for outcome in worst_first if outcomes[outcome])

    def _outcomes(self) -> Iterator[Outcome]:
        """Tell every answer; yield what became of each input."""
        for is_clip, group in groupby(self._inputs, lambda one: one.is_clip):
            if not is_clip:
                yield from self._check_pictures(tuple(group))
                continue
            for one in group:
                yield self._check_clip(one.file)

    def _check_pictures(self, inputs: Sequence[CheckInput]) -> Iterator[Outcome]:
        options = self._options
        count = min(len(inputs), os.cpu_count() or 1, MOST_AT_A_TIME)
        with ExitStack() as stack:
            inspectors = [
                stack.enter_context(closing(Inspector(options.profile, options.models, still=True)))
                for _ in range(count)
            ]
            for answer in check_pictures(inputs, inspectors, options.profile, iso=options.iso):
                self._tell(answer)
                yield answer.outcome

    def _check_clip(self, file: Path) -> Outcome:
        """A clip is as good as the frame that the shutter takes."""
        options = self._options
        outcome: Outcome | None = None
        with closing(Inspector(options.profile, options.models)) as inspector:
            for answer in check_clip(file, inspector, options.profile, iso=options.iso):
                self._tell(answer)
                if answer.moment is None or answer.moment.event is ClipEvent.CAPTURE:
                    outcome = answer.outcome
        if outcome is None and self._table:
            self._table.add_nothing_taken(file)
        return outcome or Outcome.RETAKE

    def _tell(self, answer: Answer) -> None:
        self._progress.clear()
        if self._table:
            self._table.add(answer)
        else:
            self._out.write(as_json(answer, self._says) + "\n")
            self._out.flush()
        if self._report:
            self._report.add(answer)
