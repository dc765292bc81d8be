"""One inspector for single pictures: loading the models takes longer than using them."""

from collections.abc import Iterator

import pytest

from kiosk.camera.inspector import Inspector
from kiosk.camera.profile import load_profile
from kiosk.domain.photo import PhotoProfile
from tests.camera.pictures import MODELS


@pytest.fixture(scope="session")
def profile() -> PhotoProfile:
    return load_profile()


@pytest.fixture(scope="session")
def inspector(profile: PhotoProfile) -> Iterator[Inspector]:
    inspector = Inspector(profile, MODELS, still=True)
    yield inspector
    inspector.close()
