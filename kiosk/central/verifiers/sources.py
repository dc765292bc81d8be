"""Who can be asked now: whom the program was given, whom the settings name, what was loaded."""

from collections.abc import Callable
from dataclasses import fields
from importlib import import_module
from typing import Any, Final

from kiosk.central.settings.settings import Settings
from kiosk.central.verifiers.interface import RegisterKind, VerifierDownError, Verifiers
from kiosk.central.verifiers.local import LocalRegisters

ADAPTER_PREFIX: Final = "loket_"
"""Settings are written in a browser: they may name only code that was made for this."""


class AdapterUnusableError(VerifierDownError):
    """The settings name a register that cannot be made; nobody is judged until it can."""


class Sources:
    """Ask for `current()` before every judgement: registers come and go while a centre works."""

    def __init__(
        self, settings: Settings, local: LocalRegisters, given: Verifiers | None = None
    ) -> None:
        """Whoever is `given` is asked, whatever the settings say."""
        self._settings = settings
        self._local = local
        self._given = given or Verifiers()
        self._made: dict[str, Any] = {}

    def current(self) -> Verifiers:
        """Everybody who can be asked; raise AdapterUnusableError."""
        named, loaded = self._settings.current.verifiers, self._local.verifiers()
        there = {one.name: getattr(self._given, one.name) for one in fields(Verifiers)}
        for kind in RegisterKind:
            if there[kind] is None:
                dotted = getattr(named, kind)
                there[kind] = self._adapter(dotted) if dotted else getattr(loaded, kind)
        return Verifiers(**there)

    def _adapter(self, dotted: str) -> Any:
        """What the factory of this name makes, once for this process."""
        if dotted not in self._made:
            self._made[dotted] = load_factory(dotted)()
        return self._made[dotted]


def load_factory(dotted: str) -> Callable[[], Any]:
    """Find `module:function`; raise AdapterUnusableError."""
    module, _, name = dotted.partition(":")
    if not module.startswith(ADAPTER_PREFIX):
        raise AdapterUnusableError(f"{dotted}: the name must begin with {ADAPTER_PREFIX}")
    try:
        factory = getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise AdapterUnusableError(f"{dotted}: {error}") from error
    if not callable(factory):
        raise AdapterUnusableError(f"{dotted}: cannot be called")
    return factory  # type: ignore[no-any-return]
