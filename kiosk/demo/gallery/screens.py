"""`kiosk screens`: every screen as a picture, in both themes and at four sizes, and its faults."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kiosk.demo.gallery.album import INDEX, Album
from kiosk.demo.gallery.camera import cards, faces, slip
from kiosk.demo.gallery.desk_assisted import assisted
from kiosk.demo.gallery.desk_batches import batches
from kiosk.demo.gallery.desk_carrier import carrier
from kiosk.demo.gallery.desk_figures import figures
from kiosk.demo.gallery.desk_help import helped
from kiosk.demo.gallery.desk_lists import lists
from kiosk.demo.gallery.desk_patch import corrections
from kiosk.demo.gallery.desk_supervisor import supervisor
from kiosk.demo.gallery.desk_trouble import trouble
from kiosk.demo.gallery.doors import coming_back
from kiosk.demo.gallery.form import asides, every_page, first_run
from kiosk.demo.gallery.morning import a_morning
from kiosk.demo.gallery.officers import covers, officers
from kiosk.demo.gallery.setup_file import setup_file
from kiosk.demo.gallery.thresholds import thresholds
from kiosk.demo.gallery.visit import Visit, open_visit
from kiosk.demo.hand import StuckError
from kiosk.program import make_application

CHAPTERS: Final[tuple[Callable[[Visit], None], ...]] = (
    setup_file,
    first_run,
    every_page,
    asides,
    cards,
    faces,
    slip,
    assisted,
    a_morning,
    officers,
    lists,
    batches,
    figures,
    carrier,
    supervisor,
    trouble,
    helped,
    corrections,
    coming_back,
    covers,
    thresholds,
)
_MEGABYTE: Final = 1_000_000


def make_gallery(folder: Path, *, small: bool = False) -> int:
    """Hang the gallery; returns 1 where anything is badly laid out or the walk is stuck, else 0."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    began = time.monotonic()
    make_application()
    album = Album(folder, small=small)
    faults = _walk(album)
    size = album.close()
    for fault in faults:
        _say(f"FAULT {fault}")
    pictures = sum(map(len, album.pictures.values()))
    _say(
        f"{len(album.pictures)} screens, {pictures} pictures, {size / _MEGABYTE:.1f} MB,"
        f" {len(faults)} faults, {time.monotonic() - began:.0f} s: {folder / INDEX}"
    )
    return 1 if faults else 0


def _walk(album: Album) -> list[str]:
    with open_visit(album, _say) as visit:
        try:
            for chapter in CHAPTERS:
                chapter(visit)
        except StuckError as error:
            visit.hand.photograph_at_once("stuck")
            return [*visit.hand.faults, f"the walk is stuck: {error}"]
        return visit.hand.faults


def _say(sentence: str) -> None:
    print(sentence, flush=True)
