"""What the doctor knows before it looks: folders, settings, the store, and where to look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.config import Config
from kiosk.doctor.store_look import StoreLook
from kiosk.paths import Folders
from kiosk.windows_registry import Registry


@dataclass(frozen=True, slots=True)
class Case:
    """One computer, as far as it is known.

    Attributes:
        config: the settings in force, what was set at the desk included; defaults where the
            settings file cannot be used, as `fault` says.
        store: what stands in the store; None where there is none yet.
        root: where the system's files are, `/` but in tests.
        registry: of Windows; None elsewhere.
        environment: the variables of this process.
    """

    folders: Folders
    config: Config
    fault: str | None
    store: StoreLook | None
    clock: Callable[[], datetime]
    root: Path
    registry: Registry | None
    environment: Mapping[str, str]
