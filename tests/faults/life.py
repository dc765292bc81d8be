"""One kiosk's life, lived once undisturbed: before each stage everything is kept to begin there."""

import os
import shutil
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from kiosk.store.keys import KEY_FILE
from tests.faults.desk import PassingClock, Place, facts_of, open_desk
from tests.faults.headquarters import Headquarters, headquarters
from tests.faults.stages import LIFE, STAGES, UPGRADE
from tests.faults.tracing import Ended, run
from tests.store.counter import ROOT
from tests.store.old_stores import OLD, store_of_schema

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
QUICK: Final = _MEMORY if _MEMORY.is_dir() else None
"""Where a sync costs nothing: nobody takes the plug of this computer."""
_CODES: Final = 3
"""The supervisor asks for another when the first was used up and no answer came."""


class StoryError(Exception):
    """The undisturbed life does not go as it should: nothing can be compared with it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a stage begins, and how it ends when nothing happens."""

    stage: str
    kept: Path
    codes: tuple[str, ...]
    ahead: timedelta
    ending: Mapping[str, object]

    @contextmanager
    def set_up(self, home: Path) -> Iterator[tuple[Headquarters, Place]]:
        """A copy of it in a folder of its own, thrown away afterwards."""
        shutil.copytree(self.kept, home)
        clock = PassingClock(self.ahead)
        try:
            with headquarters(home / "centre", clock) as centre:
                yield centre, Place(home, centre.url, self.codes, self.ahead)
        finally:
            shutil.rmtree(home)


def begin_or_go_on(place: Place, stage: str) -> None:
    """What a process of the kiosk does: it is switched on, and the people go on."""
    with open_desk(place) as desk:
        STAGES[stage].work(desk)


def restart(place: Place, stage: str) -> Ended:
    """Go on with a stage in a new process that nothing happens to."""
    return run(begin_or_go_on, place, stage)


def found(centre: Headquarters, place: Place) -> dict[str, object]:
    """What kiosk and centre hold in the end."""
    with open_desk(place) as desk:
        return facts_of(desk) | centre.facts()


def live(folder: Path, *, until: str = UPGRADE) -> tuple[Scene, ...]:
    """The stages of an undisturbed life, and the upgrade of an older kiosk; raise StoryError."""
    home = folder / "life"
    home.mkdir()
    centre_folder, ahead = home / "centre", timedelta()
    with headquarters(centre_folder, PassingClock()) as centre:
        centre.found_office()
        codes = centre.new_codes(_CODES)
    scenes = []
    for name, stage in LIFE.items():
        ahead += stage.passed
        with headquarters(centre_folder, PassingClock(ahead)) as centre:
            stage.before(centre)
        kept = folder / f"kept {name}"
        shutil.copytree(home, kept)
        scene = Scene(name, kept, codes, ahead, {})
        scenes.append(replace(scene, ending=_undisturbed(scene, home)))
        if name == until:
            return tuple(scenes)
    return (*scenes, _old_kiosk(folder))


def _old_kiosk(folder: Path) -> Scene:
    home, kept = folder / "old", folder / f"kept {UPGRADE}"
    store_of_schema(home / "store", min(OLD))
    (home / "store" / KEY_FILE).write_text(ROOT.key.hex())
    with headquarters(home / "centre", PassingClock()):
        shutil.copytree(home, kept)
    scene = Scene(UPGRADE, kept, (), timedelta(), {})
    return replace(scene, ending=_undisturbed(scene, home))


def _undisturbed(scene: Scene, home: Path) -> Mapping[str, object]:
    with headquarters(home / "centre", PassingClock(scene.ahead)) as centre:
        place = Place(home, centre.url, scene.codes, scene.ahead)
        ended = restart(place, scene.stage)
        if ended.status:
            raise StoryError(f"{scene.stage}: {ended.status} {ended.said}")
        return found(centre, place)


def afterwards(scene: Scene, centre: Headquarters, place: Place) -> list[str]:
    """Go on after something happened; what is not as in the undisturbed life then."""
    again = restart(place, scene.stage)
    return [again.said] if again.status else differences(scene.ending, found(centre, place))


def differences(
    expected: Mapping[str, object],
    seen: Mapping[str, object],
    *,
    but: AbstractSet[str] = frozenset(),
) -> list[str]:
    """A sentence for each fact that is another one than in the undisturbed life."""
    return [
        f"{name}: {seen.get(name)!r} instead of {expected.get(name)!r}"
        for name in sorted({*expected, *seen} - but)
        if expected.get(name) != seen.get(name)
    ]
