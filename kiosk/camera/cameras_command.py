"""`kiosk cameras`: what is plugged in, and what to write into the settings."""

import json
from collections.abc import Sequence

from kiosk.camera.choice import Camera


def as_text(chosen: Camera, found: Sequence[Camera]) -> str:
    """A line a camera, then what the settings of this computer mean."""
    wide = max((len(camera.name) for camera in found), default=0)
    lines = [f"{each.name:{wide}}  source = {_quoted(each.source)}" for each in found]
    return "\n".join([*(lines or ["the system names no camera"]), "", _meaning(chosen)])


def as_json(chosen: Camera, found: Sequence[Camera]) -> str:
    """What a program reads; `instead_of` is empty where the chosen camera itself is used."""
    cameras = [{"name": camera.name, "source": camera.source} for camera in found]
    of_settings = {
        "source": chosen.source,
        "name": chosen.name,
        "instead_of": chosen.instead_of,
    }
    return json.dumps({"cameras": cameras, "settings": of_settings}, indent=2)


def _meaning(chosen: Camera) -> str:
    wanted = f"the settings have source = {_quoted(chosen.source)}"
    if chosen.instead_of:
        return f"{wanted}, which is not there: {chosen.name} is used"
    return f"{wanted}: {chosen.name}"


def _quoted(source: str) -> str:
    """As TOML writes a string: what JSON escapes is escaped alike there."""
    return json.dumps(source, ensure_ascii=False)
