"""The one thing to do now, in front of the camera: icon, colour and words."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.camera.guidance import Guidance, Instruction
from kiosk.camera.loop import CameraState
from kiosk.domain.photo import Cue, Finding
from kiosk.domain.reason import Reason
from kiosk.ui.look import Look, mark
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.label import icon_label, label

REASON_ICON: Final[Mapping[Reason, str]] = {
    Reason.NO_FACE: "scan-face",
    Reason.MANY_FACES: "users",
    Reason.TOO_SMALL: "zoom-in",
    Reason.TOO_BIG: "zoom-out",
    Reason.OFF_CENTRE: "move-horizontal",
    Reason.CUT_OFF: "move-vertical",
    Reason.LOW_RESOLUTION: "camera-off",
    Reason.TILT: "rotate-cw",
    Reason.TURNED: "eye",
    Reason.BLUR: "focus",
    Reason.DARK: "lamp-desk",
    Reason.BRIGHT: "sun",
    Reason.SHADOW: "sun-dim",
    Reason.EYES_CLOSED: "eye-off",
    Reason.MOUTH_OPEN: "smile",
    Reason.GLASSES: "glasses",
    Reason.HEADWEAR: "hard-hat",
    Reason.EARS_HIDDEN: "ear",
    Reason.MASK: "hand",
    Reason.OCCLUDED: "hand",
    Reason.BACKGROUND: "image",
    Reason.KTP_UNREADABLE: "id-card",
}
"""What is drawn beside each cause that the kiosk can see."""

CUE_ICON: Final[Mapping[Cue, str]] = {
    Cue.BACKLIGHT: "app-window",
    Cue.SIDE_LIGHT: "lamp-desk",
    Cue.CHIN_UP: "arrow-up",
    Cue.CHIN_DOWN: "arrow-down",
}
"""What is drawn instead where the remedy is another one."""

_INSTRUCTION_ICON: Final = {
    Instruction.LOOKING: ("scan-face", "accent"),
    Instruction.HOLD_STILL: ("circle-check", "right"),
}


def _icon_of(finding: Finding) -> str:
    of_cue = CUE_ICON.get(finding.cue) if finding.cue else None
    return of_cue or REASON_ICON.get(finding.reason, "circle-alert")


class InstructionCard(QFrame):
    """Stands on the picture. Says only what changed, so that a reader is not interrupted."""

    def __init__(self, look: Look, *, speaks: bool = True) -> None:
        """`speaks`: aloud, too, where the voice is on; of two that say the same only one does."""
        super().__init__()
        self._speaks = speaks
        self.setObjectName("instruction")
        self.setProperty("role", "instruction")
        self._look = look
        self.sentence = Sentence(Instruction.LOOKING.value)
        self._spoken: tuple[str, ...] = ()
        self._icon = icon_label(look, "scan-face", "accent", 44)
        self._title = label(look, "notice.empty", "lead")
        self._action = label(look, "notice.empty", "hint")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._action)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 12, 22, 12)
        row.setSpacing(20)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self._say("scan-face", "accent", Instruction.LOOKING.value, "photo.looking_do")

    def showEvent(self, event: QShowEvent) -> None:
        """Say what is to be done now."""
        super().showEvent(event)
        if self._speaks and not event.spontaneous():
            self._look.voice.say(*self._spoken)

    def show_guidance(self, guidance: Guidance) -> None:
        """Say what to correct, or that all is well."""
        if guidance.finding is None:
            icon, colour = _INSTRUCTION_ICON[guidance.instruction]
            self._say(icon, colour, guidance.key, f"{guidance.key}_do")
        else:
            self._say(
                _icon_of(guidance.finding),
                "attention",
                f"{guidance.key}.title",
                f"{guidance.key}.action",
            )

    def show_task(self, key: str, icon: str = "scan-face") -> None:
        """Say what to do for something else than a photo."""
        self._say(icon, "accent", key, f"{key}_do")

    def show_problem(self, key: str, icon: str = "triangle-alert") -> None:
        """Say that this is not it, and what would be."""
        self._say(icon, "attention", key, f"{key}_do")

    def show_good(self, key: str) -> None:
        """Say that all is well, in other words."""
        self._say("circle-check", "right", key, f"{key}_do")

    def show_card(self, guidance: Guidance) -> None:
        """The same for a photo of the identity card, in words of its own."""
        if guidance.finding is not None:
            icon = _icon_of(guidance.finding)
            key = f"ktp.{guidance.key}"
            self._say(icon, "attention", f"{key}.title", f"{key}.action")
        elif guidance.instruction is Instruction.HOLD_STILL:
            self.show_good("ktp.hold_still")
        else:
            self.show_task("ktp.looking", "id-card")

    def show_camera(self, state: CameraState) -> None:
        """Say what is the matter with the camera and what to do about it."""
        waiting = state in {CameraState.OFF, CameraState.STARTING, CameraState.LIVE}
        icon, colour = ("camera", "accent") if waiting else ("camera-off", "wrong")
        self._say(icon, colour, state.value, f"{state.value}_do")

    def show_cannot_inspect(self) -> None:
        """Say that photos cannot be checked at this computer."""
        self._say("circle-alert", "wrong", "camera.no_check", "camera.no_check_do")

    def _say(self, icon: str, colour: str, title: str, action: str) -> None:
        if self.sentence.key == title and self._title.text():
            return
        self.sentence = Sentence(title)
        self._look.draw(self._icon, icon, colour, 44)
        self._look.write(self._title, title)
        self._look.write(self._action, action)
        self._spoken = (title, action)
        if self._speaks and self.isVisible():
            self._look.voice.say_next(*self._spoken)
        self.setAccessibleName(self._title.text())
        mark(self, kind=colour)
