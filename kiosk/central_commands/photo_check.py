"""Has a centre's photos judged by the kiosk's own engine, where that is asked for."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.paths import models_folder

if TYPE_CHECKING:
    from kiosk.central.verifiers.interface import Verifiers
    from kiosk.face_check import PhotoEngine


class PhotoCheckError(Exception):
    """The engine cannot begin; says what to do."""


def add_photo_check(command: argparse.ArgumentParser) -> None:
    """What a command that has workers may be told."""
    command.add_argument(
        "--check-photos", action="store_true", help="judge photos by the kiosk's own photo check"
    )


@contextmanager
def photo_verifiers(options: argparse.Namespace) -> "Iterator[Verifiers | None]":
    """The engine for as long as the centre works; raise PhotoCheckError."""
    if not options.check_photos:
        yield None
        return
    from kiosk.central.verifiers.interface import Verifiers

    with _engine() as engine:
        yield Verifiers(face=engine, card=engine)


def _engine() -> "PhotoEngine":
    from kiosk.camera.landmarks import ModelUnreadableError
    from kiosk.face_check import PhotoEngine

    try:
        return PhotoEngine(models_folder())
    except ModelUnreadableError as error:
        raise PhotoCheckError(f"{error}. Install Loket again: its models are damaged.") from error
