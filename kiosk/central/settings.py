"""The configuration in force, for everybody who goes by it."""

from kiosk.central.configuration import Configuration


class Settings:
    """Ask for `current` whenever it is needed: it may have changed since."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    @property
    def current(self) -> Configuration:
        """What holds now."""
        return self._configuration
