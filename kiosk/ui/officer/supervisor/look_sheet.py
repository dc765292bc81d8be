"""How everybody finds the screen, and what is heard: each change takes effect at once."""

from dataclasses import replace
from typing import ClassVar, Final

from kiosk.store.settings import DeskSettings
from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.setting_sheet import SettingSheet
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.theme import TEXT_SCALES
from kiosk.ui.widgets.choice import ChoiceList
from kiosk.ui.widgets.label import label

_ON, _OFF = "on", "off"
_SWITCH: Final = {_ON: "officer.look.on", _OFF: "officer.look.off"}
_THEMES: Final = {"light": "officer.look.light", "contrast": "officer.look.contrast"}


class LookSheet(SettingSheet):
    """One choice a setting."""

    name: ClassVar[str] = "look"
    icon: ClassVar[str] = "a-large-small"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        languages = {
            code: Sentence("language.name", {"name": look.language_name(code)})
            for code in look.languages
        }
        scales = {
            f"{scale:g}": Sentence("officer.look.percent", {"percent": round(100 * scale)})
            for scale in TEXT_SCALES
        }
        self.language = ChoiceList(look, "set_language", languages)
        self.text_size = ChoiceList(look, "set_text", scales, columns=len(scales))
        self.theme = ChoiceList(look, "set_theme", _THEMES)
        self.cues = ChoiceList(look, "set_cues", _SWITCH)
        self.voice = ChoiceList(look, "set_voice", _SWITCH)
        for key, choice in (
            ("language", self.language),
            ("text_size", self.text_size),
            ("theme", self.theme),
            ("cues", self.cues),
            ("voice", self.voice),
        ):
            self.body.addWidget(label(look, f"officer.look.{key}", "strong"))
            self.body.addWidget(choice)
            choice.changed.connect(self._keep)

    def show_settings(self, desk: DeskSettings) -> None:
        """Show what is in force."""
        sound = self.look.voice.settings
        self.language.choose([desk.language or self.look.language])
        self.text_size.choose([f"{desk.text_scale:g}"])
        self.theme.choose(["contrast" if desk.high_contrast else "light"])
        self.cues.choose([_ON if sound.cues else _OFF])
        self.voice.choose([_ON if sound.voice else _OFF])

    def _keep(self) -> None:
        sound = self.look.voice.settings
        self.change(
            self._apply,
            language=self.language.value or self.look.language,
            text_scale=float(self.text_size.value or TEXT_SCALES[0]),
            high_contrast=self.theme.value == "contrast",
            cues=sound.cues if self.cues.value is None else self.cues.value == _ON,
            voice=sound.voice if self.voice.value is None else self.voice.value == _ON,
        )

    def _apply(self) -> None:
        desk, look = self.desk, self.look
        if desk is None:
            return
        sound = look.voice.settings
        look.voice.allow(
            replace(
                sound,
                cues=sound.cues if desk.cues is None else desk.cues,
                voice=sound.voice if desk.voice is None else desk.voice,
            )
        )
        if desk.language is not None and desk.language != look.language:
            look.speak(desk.language)
        look.keep_language()
        look.start_from(high_contrast=desk.high_contrast, text_scale=desk.text_scale)
