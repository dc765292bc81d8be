"""What is heard: short cues, and the kiosk's sentences read aloud to whoever asks for it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from kiosk.config import SoundSettings
from kiosk.ui.prompts import cue_file, has_prompts, prompt_file
from kiosk.ui.text import Texts


class Cue(StrEnum):
    """A short sound; the value is the name of its file."""

    CORRECT = "correct"
    ATTENTION = "attention"
    SHUTTER = "shutter"
    WARNING = "warning"
    DONE = "done"


class Speaker(Protocol):
    """Plays files of `resources/sound`; returns at once and never fails."""

    def speak(self, clips: Sequence[str], *, patiently: bool = False) -> None:
        """Say clips one after the other, instead of what is being said or, patiently, after it."""
        ...

    def ring(self, clip: str) -> None:
        """Let a cue be heard over whatever is being said."""
        ...

    def hush(self) -> None:
        """Stop speaking."""
        ...


class Mute:
    """The speaker of a kiosk that plays nothing."""

    def speak(self, clips: Sequence[str], *, patiently: bool = False) -> None:
        """Say nothing."""

    def ring(self, clip: str) -> None:
        """Play nothing."""

    def hush(self) -> None:
        """Stay silent."""


class Voice(QObject):
    """Reads sentences aloud once somebody switched it on; cues are heard always.

    A sentence is said by its key and found by its words. Only the kiosk's own sentences were
    recorded, so nothing that a person typed can ever be spoken, nor a sentence that has changed.

    Signals:
        changed: it was switched on or off.
    """

    changed = Signal()

    def __init__(
        self,
        speaker: Speaker | None = None,
        settings: SoundSettings | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._speaker = speaker or Mute()
        self._settings = settings or SoundSettings()
        self._texts: Texts | None = None
        self._keys: tuple[str, ...] = ()
        self._words: tuple[str, ...] = ()
        self._is_on = False

    @property
    def is_on(self) -> bool:
        """Whether sentences are read aloud."""
        return self._is_on

    @property
    def is_offered(self) -> bool:
        """Whether there is anything to switch on: the office allows it, the language has it."""
        texts = self._texts
        return self._settings.voice and texts is not None and has_prompts(texts.language)

    @property
    def settings(self) -> SoundSettings:
        """What may be heard."""
        return self._settings

    def allow(self, settings: SoundSettings) -> None:
        """Let something else be heard from now on."""
        self._settings = settings
        if not self.is_offered:
            self.reset()
        self.changed.emit()

    def take_texts(self, texts: Texts) -> None:
        """Read from these sentences from now on; what was said last is said again in them."""
        self._texts = texts
        self._words = ()
        self._speak()

    def toggle(self) -> None:
        """Switch on, beginning with what was to be said last, or off."""
        self._turn(on=not self._is_on)
        self._speak()

    def reset(self) -> None:
        """Be off and silent, as the next person should find it."""
        self._turn(on=False)
        self._speaker.hush()

    def cue(self, cue: Cue) -> None:
        """Play a short sound."""
        if self._settings.cues:
            self._speaker.ring(cue_file(cue))

    def say(self, *keys: str, words: Sequence[str] = ()) -> None:
        """Read sentences aloud, if somebody wants that, instead of what is being said.

        `words`: sentences that the centre sends; those that were recorded are said after the keys.
        """
        self._keys, self._words = keys, tuple(words)
        self._speak()

    def say_next(self, *keys: str) -> None:
        """The same, but what is being said is said to its end; only the newest waits for that."""
        self._keys, self._words = keys, ()
        self._speak(patiently=True)

    def hush(self) -> None:
        """Stop speaking, and forget what was said last."""
        self._keys = self._words = ()
        self._speaker.hush()

    def _turn(self, *, on: bool) -> None:
        if on != self._is_on:
            self._is_on = on
            self.changed.emit()

    def _speak(self, *, patiently: bool = False) -> None:
        texts = self._texts
        if texts is None or not (self._is_on and self.is_offered):
            self._speaker.hush()
            return
        sentences = [*map(texts.raw, self._keys), *self._words]
        clips = [prompt_file(texts.language, sentence) for sentence in sentences]
        self._speaker.speak(clips, patiently=patiently)
