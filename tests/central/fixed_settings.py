"""Settings that never change, for one service by itself."""

from dataclasses import dataclass

from kiosk.central.settings.configuration import Configuration


@dataclass(frozen=True)
class FixedSettings:
    current: Configuration
