"""A good face before a 720p webcam, with a sensor's noise."""

from importlib.resources import files
from pathlib import Path

from kiosk.camera.source import Pixels
from kiosk.demo.sample_camera import SampleCamera, Scene

MODELS = Path(str(files("kiosk.resources"))) / "models"
GOOD = (Scene("good", None),)


def good_pictures(count: int = 8) -> list[Pixels]:
    """Different 1280x720 pictures of one person who stands well."""
    camera = SampleCamera(GOOD)
    pictures = [camera.read().pixels for _ in range(count)]
    camera.close()
    return pictures
