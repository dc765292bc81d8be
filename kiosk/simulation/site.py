"""The centre of a simulation: one of its own, or one that runs already on this computer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kiosk.central.centre import Centre
from kiosk.central.settings.configuration import (
    AccessLimits,
    CodeLimits,
    Configuration,
    demo_configuration,
    full_configuration,
    utc_now,
)
from kiosk.central.settings.settings_text import toml_of
from kiosk.central.verifiers.interface import Verifiers
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.face_check import PhotoEngine
from kiosk.paths import models_folder

_NO_LIMIT: Final = 1_000_000


@contextmanager
def own_site(folder: Path) -> Iterator[tuple[Centre, str]]:
    """A centre that requires everything, photos judged by the engine, and where it answers."""
    with PhotoEngine(models_folder()) as engine:
        verifiers = Verifiers(face=engine, card=engine)
        with Centre(folder, utc_now, _generous(), verifiers=verifiers) as centre:
            server = EmbeddedServer(create_app(centre))
            server.start()
            _change(centre, public_url=server.url)
            centre.employ(1)
            try:
                yield centre, server.url
            finally:
                centre.workforce.dismiss()
                server.stop()


def _change(centre: Centre, **changes: Any) -> None:
    wanted = replace(centre.settings.current, **changes)
    if faults := centre.settings.change("simulation", toml_of(wanted)):
        raise ValueError(faults)


@contextmanager
def running_site(folder: Path, database_url: str | None) -> Iterator[Centre]:
    """The folder of a centre that somebody else serves."""
    with Centre(folder, utc_now, demo_configuration(), database_url=database_url) as centre:
        yield centre


def _generous() -> Configuration:
    """A whole day's people come within minutes, from few kiosks, and nobody likes to wait."""
    full = full_configuration()
    pace = full.retry.model_copy(
        update={"first_delay_seconds": 0.2, "longest_delay_seconds": 2, "outcome_poll_seconds": 0.3}
    )
    limits = AccessLimits(lookups_per_device=_NO_LIMIT, wrong_tries_per_ticket=_NO_LIMIT)
    return replace(full, retry=pace, limits=limits, codes=CodeLimits())
