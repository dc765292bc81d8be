"""Where the calibrations of this computer's cameras are kept: one JSON file, an entry a camera."""

import json
import logging
import math
import os
from dataclasses import asdict, fields
from pathlib import Path
from typing import Final

from kiosk.camera.calibrate import Calibration

logger = logging.getLogger(__name__)

CALIBRATIONS: Final = "cameras.json"
"""The name of the file, in the folder of the store."""

_FIELDS = tuple(field.name for field in fields(Calibration))


class CalibrationUnwritableError(Exception):
    """The calibration could not be kept; the message says why."""


class CalibrationFile:
    """The entry of one camera in a file that may not be there yet."""

    def __init__(self, file: Path, camera: str) -> None:
        self.camera = camera
        self._file = file

    def of(self, camera: str) -> "CalibrationFile":
        """The entry of another camera."""
        return CalibrationFile(self._file, camera)

    def read(self) -> Calibration | None:
        """Return what was kept; None where nothing was, or nothing that can be understood."""
        entry = self._entries().get(self.camera)
        if entry is None:
            return None
        values = [entry.get(name) for name in _FIELDS] if isinstance(entry, dict) else []
        numbers = [float(v) for v in values if isinstance(v, int | float) and math.isfinite(v)]
        if len(numbers) != len(_FIELDS):
            logger.warning("%s: the entry of %s cannot be used", self._file, self.camera)
            return None
        return Calibration(*numbers)

    def keep(self, calibration: Calibration) -> None:
        """Replace the entry; raise CalibrationUnwritableError. A power cut leaves old or new."""
        text = json.dumps(self._entries() | {self.camera: asdict(calibration)}, indent=2)
        beside = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8") as opened:
                opened.write(text)
                opened.flush()
                os.fsync(opened.fileno())
            beside.replace(self._file)
        except OSError as error:
            raise CalibrationUnwritableError(f"{self._file}: {error.strerror}") from error

    def _entries(self) -> dict[str, object]:
        try:
            entries = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            logger.warning("%s cannot be used: %s", self._file, error)
            return {}
        return entries if isinstance(entries, dict) else {}
