"""The answers of `kiosk check` for people: a line each, and figures at the end."""

import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TextIO

from kiosk.camera.check_answer import Answer, ClipEvent, Outcome, Say

_WIDEST_NAME: Final = 48
_COLOURS = {Outcome.PASS: "32", Outcome.RETAKE: "33", Outcome.UNREADABLE: "31"}


class CheckTable:
    """Writes rows of file, verdict and the sentence to say, coloured on a terminal."""

    def __init__(self, files: Iterable[Path], say: Say, stream: TextIO) -> None:
        self._say = say
        self._stream = stream
        names = (len(shown_name(file)) for file in files)
        self._name_width = min(max(names, default=0), _WIDEST_NAME)
        self._words = {outcome: say(f"check.verdict.{outcome}") for outcome in Outcome}
        self._word_width = max(map(len, self._words.values()))
        self._coloured = _takes_colours(stream)

    def add(self, answer: Answer) -> None:
        """Write the row of one answer."""
        if answer.moment and answer.moment.event is ClipEvent.GUIDANCE:
            self._row(answer.file, f"{answer.moment.at:.1f} s", answer.sentence(self._say))
            return
        sentence = answer.sentence(self._say)
        if len(answer.reasons) > 1:
            codes = ", ".join(answer.reasons)
            sentence += " " + self._say("check.all_reasons", codes=codes)
        if answer.moment:
            taken = self._say("check.captured", seconds=f"{answer.moment.at:.1f}")
            sentence = f"{taken} {sentence}"
        self._row(answer.file, self._words[answer.outcome], sentence, answer.outcome)

    def add_nothing_taken(self, file: Path) -> None:
        """Write that the shutter took nothing from a clip."""
        sentence = self._say("check.nothing_taken")
        self._row(file, self._words[Outcome.RETAKE], sentence, Outcome.RETAKE)

    def finish(self, outcomes: Counter[Outcome]) -> None:
        """Write the figures."""
        figures = {outcome.value: outcomes[outcome] for outcome in Outcome}
        self._write(self._say("check.summary", total=outcomes.total(), **figures))

    def _row(self, file: Path, word: str, sentence: str, outcome: Outcome | None = None) -> None:
        word = f"{word:<{self._word_width}}"
        if self._coloured and outcome:
            word = f"\x1b[{_COLOURS[outcome]}m{word}\x1b[0m"
        self._write(f"{shown_name(file):<{self._name_width}}  {word}  {sentence}")

    def _write(self, line: str) -> None:
        encoding = self._stream.encoding or "utf-8"
        self._stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")
        self._stream.flush()


def shown_name(file: Path) -> str:
    """A file's name for people: no line breaks, no commands to the terminal, no broken letters."""
    text = os.fsencode(file).decode("utf-8", "replace")
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def _takes_colours(stream: TextIO) -> bool:
    if "NO_COLOR" in os.environ or not stream.isatty():
        return False
    return sys.platform != "win32" or "WT_SESSION" in os.environ
