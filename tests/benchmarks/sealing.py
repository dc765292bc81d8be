"""What sealing adds to a registration, in bytes and in time."""

from collections.abc import Iterator
from uuid import UUID

import cv2
import numpy as np

from kiosk.camera.crop import portrait_jpeg
from kiosk.camera.inspector import Inspector
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Frame, Pixels
from kiosk.sync.content import TakenPhoto, photo_form, registration_form
from kiosk.sync.packing import pack
from kiosk.sync.protocol import Part, Wire
from kiosk.sync.sealing import EnvelopeHeader, seal
from tests.benchmarks.figure import Figure, median_ms
from tests.benchmarks.webcam import MODELS, good_pictures
from tests.sync.registrations import registration
from tests.sync.scripted_central import NOON
from tests.sync.test_sealing import CENTRE_PUBLIC, DEVICE_PRIVATE

ID = UUID(int=1, version=4)
WIDTHS = (1280, 960, 640)
REAL_JPEG_BYTES = 20_000
"""Real faces were never less, even before a camera 640 px wide; drawn ones are smoother."""


def run() -> Iterator[Figure]:
    """Seal form and photo of one resident, with portraits of cameras of several widths."""
    picture = good_pictures(1)[0]
    inspector = Inspector(load_profile(), MODELS, still=True)
    taken = {width: _taken(inspector, picture, width) for width in WIDTHS}
    inspector.close()
    for width, photo in taken.items():
        yield from _added(photo, width)
    form = photo_form(ID, 1, taken[WIDTHS[0]])
    method = "median of 150, one photo of the widest camera: lay out, encrypt, sign"
    yield Figure("sealing one photo", median_ms(lambda _: _sealed(form, Part.PHOTO)), "ms", method)


def _added(photo: TakenPhoto, width: int) -> Iterator[Figure]:
    form = registration_form(registration(), "desa-1", NOON)
    picture = photo_form(ID, 1, photo)
    bare = len(photo.jpeg) + sum(len(m.model_dump_json()) for m in (form, picture))
    sealed = len(_sealed(form, Part.FORM)) + len(_sealed(picture, Part.PHOTO))
    method = f"form and photo, {bare} bytes of JSON and JPEG ({len(photo.jpeg)}), {sealed} sealed"
    name = f"added by sealing, camera {width} px wide"
    aim = "at most 3" if len(photo.jpeg) >= REAL_JPEG_BYTES else ""
    yield Figure(name, (sealed / bare - 1) * 100, "%", method, aim)


def _sealed(message: Wire, part: Part) -> bytes:
    packed = pack(message)
    header = EnvelopeHeader(
        device=ID,
        submission=ID,
        part=part,
        revision=1,
        content_type=packed.content_type,
        key_id="seal-20260302",
        made_at=NOON,
    )
    return seal(packed.content, header, CENTRE_PUBLIC, DEVICE_PRIVATE)


def _taken(inspector: Inspector, picture: Pixels, width: int) -> TakenPhoto:
    """As the kiosk takes it: the portrait around the face, and everything that was found."""
    height = round(picture.shape[0] * width / picture.shape[1])
    pixels = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    frame = Frame(width, float(width), np.asarray(pixels, np.uint8))
    seen = inspector.inspect(frame)
    return TakenPhoto(portrait_jpeg(frame, seen.face), seen.report, NOON)
