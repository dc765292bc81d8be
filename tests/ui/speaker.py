"""A speaker that writes down what it is told to play."""

from collections.abc import Sequence


class NotedSpeaker:
    """Keeps what was ordered; a clip is named by its file."""

    def __init__(self) -> None:
        self.spoken: list[tuple[str, ...]] = []
        self.rung: list[str] = []
        self.patient: list[bool] = []

    def speak(self, clips: Sequence[str], *, patiently: bool = False) -> None:
        self.spoken.append(tuple(clips))
        self.patient.append(patiently)

    def ring(self, clip: str) -> None:
        self.rung.append(clip)

    def hush(self) -> None:
        self.spoken.append(())
        self.patient.append(False)
