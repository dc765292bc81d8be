"""What one inspected frame costs, and what the checks add to the bare landmarker."""

import time
from collections.abc import Iterator
from statistics import fmean

from kiosk.camera.appearance import crop_head
from kiosk.camera.checks.light import check_light
from kiosk.camera.checks.shadow import check_shadow
from kiosk.camera.checks.sharpness import check_sharpness
from kiosk.camera.detector import FaceDetector
from kiosk.camera.face import align, build_face
from kiosk.camera.inspector import DETECTOR_MODEL, LANDMARK_MODEL, LOOK_ROUND_SECONDS, Inspector
from kiosk.camera.landmarks import LandmarkFinder
from kiosk.camera.profile import load_profile
from kiosk.camera.shading import ShadingNetwork
from kiosk.camera.source import Frame, Pixels
from tests.benchmarks.figure import Figure, median_ms
from tests.benchmarks.webcam import MODELS, good_pictures
from tests.camera.appearances import seen

FRAMES_PER_SECOND = 30
ROUNDS = 12
FRAMES_A_ROUND = 30


def run() -> Iterator[Figure]:
    """Measure the landmarker alone, the whole inspection, and its parts."""
    pictures = good_pictures()
    bare, whole = _bare_and_whole_ms(pictures)
    method = (
        f"mean of {ROUNDS * FRAMES_A_ROUND} frames at 1280x720, 30 to a second of video, landmarker"
        " alone and whole inspection in turns"
    )
    yield Figure("landmarker alone", bare, "ms/frame", method)
    yield Figure("whole inspection", whole, "ms/frame", method)
    yield Figure("whole over landmarker alone", whole / bare, "times", method, "at most 1.5")
    yield _shutter(pictures)
    yield from _parts(pictures)


def _bare_and_whole_ms(pictures: list[Pixels]) -> tuple[float, float]:
    finder = LandmarkFinder(MODELS / LANDMARK_MODEL)
    inspector = Inspector(load_profile(), MODELS)
    bare: list[float] = []
    whole: list[float] = []
    for number in range((ROUNDS + 1) * FRAMES_A_ROUND):
        frame = Frame(number, number / FRAMES_PER_SECOND, pictures[number % len(pictures)])
        began = time.perf_counter()
        finder.find(frame.pixels, round(frame.taken_at * 1000))
        between = time.perf_counter()
        inspector.inspect(frame)
        ended = time.perf_counter()
        bare.append((between - began) * 1000)
        whole.append((ended - between) * 1000)
    finder.close()
    inspector.close()
    return fmean(bare[FRAMES_A_ROUND:]), fmean(whole[FRAMES_A_ROUND:])


def _shutter(pictures: list[Pixels]) -> Figure:
    """A picture by itself, as when the shutter has fired: nothing is known from frames before."""
    inspector = Inspector(load_profile(), MODELS, still=True)
    frames = [Frame(1, 0.0, pixels) for pixels in pictures]
    value = median_ms(lambda number: inspector.inspect(frames[number % len(frames)]))
    inspector.close()
    method = "median of 150 pictures of 1280x720, already decoded"
    return Figure("full check of a single picture", value, "ms", method, "under 40")


def _parts(pictures: list[Pixels]) -> Iterator[Figure]:
    profile = load_profile()
    finder = LandmarkFinder(MODELS / LANDMARK_MODEL, still=True)
    landmarks = finder.find(pictures[0], 0)
    finder.close()
    if landmarks is None:
        raise RuntimeError("the sample face was not found")
    face = build_face(landmarks)
    aligned, head = align(pictures[0], face), crop_head(pictures[0], face)
    shading, free = ShadingNetwork(MODELS), seen().probabilities
    detector = FaceDetector(MODELS / DETECTOR_MODEL)
    method = "median of 150 runs on one frame"
    parts = {
        f"counting people (every {LOOK_ROUND_SECONDS:g} s)": lambda number: detector.detect(
            pictures[number % len(pictures)]
        ),
        "aligning the face": lambda _: align(pictures[0], face),
        "light": lambda _: check_light(pictures[0], aligned, profile),
        "shadow": lambda _: check_shadow(face, aligned, shading.look(head), free, profile),
        "sharpness": lambda _: check_sharpness(aligned, profile),
    }
    for name, work in parts.items():
        yield Figure(f"part: {name}", median_ms(work), "ms", method)
