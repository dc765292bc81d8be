"""Photos of the invented: the sample camera's people, standing well or not, judged for real."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.camera.crop import portrait_jpeg
from kiosk.camera.inspector import Inspection, Inspector
from kiosk.camera.source import Frame
from kiosk.demo.sample_camera import still
from kiosk.domain.photo import PhotoProfile
from kiosk.simulation.mishaps import Luck, Mishap, Stage
from kiosk.simulation.population import Resident
from kiosk.sync.content import TakenPhoto

_PORTRAIT_OF: Final = {"P": "P006.jpg", "L": "P005.jpg"}
_SCENE_OF: Final[Mapping[Mishap | None, str]] = {
    None: "good",
    Mishap.TILTED: "tilted",
    Mishap.DARK: "dark",
    Mishap.BLURRED: "blurred",
}
_MOST_TAKES: Final = 10


@dataclass(frozen=True, slots=True)
class Taken:
    """What is sent in the end, and how often the shutter was pressed for it."""

    photo: TakenPhoto
    takes: int


class Booth:
    """Takes photos; with a check it goes on until the kiosk's own engine has nothing against one.

    Every scene of a person is looked at once and for all. The inspector stays its owner's.
    """

    def __init__(self, inspector: Inspector, profile: PhotoProfile) -> None:
        self._inspector, self._profile = inspector, profile
        self._seen: dict[tuple[str, str], Inspection] = {}

    def take(
        self, resident: Resident, mishap: Mishap | None, luck: Luck, now: datetime, *, looks: bool
    ) -> Taken:
        """The photo of this resident; where the kiosk `looks`, again until it is good.

        `mishap` is how they stand first.
        """
        takes, seen = 1, self._stand(resident, mishap)
        while looks and self._profile.blocks(seen.report) and takes < _MOST_TAKES:
            takes, seen = takes + 1, self._stand(resident, luck.slip(Stage.PHOTO))
        jpeg = portrait_jpeg(seen.frame, seen.face)
        return Taken(TakenPhoto(jpeg, seen.report, now), takes)

    def _stand(self, resident: Resident, mishap: Mishap | None) -> Inspection:
        return self._look(_SCENE_OF[mishap], _PORTRAIT_OF[resident.sex])

    def _look(self, scene: str, portrait: str) -> Inspection:
        key = (scene, portrait)
        if key not in self._seen:
            frame = Frame(len(self._seen), 0.0, still(scene, portrait))
            self._seen[key] = self._inspector.inspect(frame)
        return self._seen[key]
