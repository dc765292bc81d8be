"""Step 1 and 2 of training: points and segments of the pool's heads, and pictures drawn on them.

usage: python -m training.prepare POOL WORK [--teacher FILE] [--only RECIPE...]

Writes WORK/mesh.npz, WORK/segments.npy and WORK/drawn-*.npz. The teacher is a face parser whose
proposals for hair, skin and clothes stand beside our own labels; nothing of it is shipped.
"""

import argparse
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import Final

import cv2
import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from training.drawing import NOT_SEGMENTED, RECIPES, SEGMENTS, Sample, draw, wants
from training.pool import Row, read_crop, read_rows

LANDMARKER: Final = Path(__file__).parents[1] / "face_landmarker.task"
SEGMENT_SIDE: Final = 64
"""The segments of drawn pictures are kept this small: the network learns them at half of it."""
_WINDOW: Final = slice(16, 240)
_TEACHER_SIDE: Final = 448
_TEACHER_CLASSES: Final = (
    "bare", "skin", "skin", "skin", "skin", "skin", "glasses", "ear", "ear", "ear", "skin",
    "skin", "skin", "skin", "skin", "skin", "clothes", "hair", "hat",
)  # fmt: skip
"""The parser's nineteen classes (CelebAMask-HQ), as we name them."""


def keep_meshes(folder: Path, rows: list[Row], file: Path) -> None:
    """Keep 478 points (x, y, z in crop pixels) and the pose matrix of each crop that has a face."""
    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(LANDMARKER)),
        output_facial_transformation_matrixes=True,
        min_face_detection_confidence=0.3,
    )
    names, points, poses = [], [], []
    with vision.FaceLandmarker.create_from_options(options) as landmarker:
        for row in rows:
            crop = cv2.resize(read_crop(folder, row), (512, 512), interpolation=cv2.INTER_CUBIC)
            rgb = cv2.cvtColor(crop, cv2.COLOR_BGR2RGB)
            image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
            found = landmarker.detect(image)
            if found.face_landmarks:
                names.append(row.file)
                points.append([(p.x, p.y, p.z) for p in found.face_landmarks[0]])
                poses.append(found.facial_transformation_matrixes[0])
    scaled = np.array(points, np.float32) * 256
    np.savez(file, names=np.array(names), points=scaled, pose=np.array(poses, np.float32))


def propose_segments(folder: Path, rows: list[Row], teacher: Path) -> NDArray[np.uint8]:
    """Let a face parser say what each pixel is; beyond its window nobody knows."""
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415 - only with a teacher

    parser = Interpreter(str(teacher), num_threads=2)
    parser.allocate_tensors()
    given = parser.get_input_details()[0]["index"]
    answer = parser.get_output_details()[0]["index"]
    ours = np.array([SEGMENTS[name] for name in _TEACHER_CLASSES], np.uint8)
    segments = np.full((len(rows), 256, 256), NOT_SEGMENTED, np.uint8)
    for place, row in enumerate(rows):
        crop = read_crop(folder, row)[10:234, _WINDOW]
        large = cv2.resize(crop, (_TEACHER_SIDE,) * 2, interpolation=cv2.INTER_CUBIC)
        rgb = cv2.cvtColor(large, cv2.COLOR_BGR2RGB).astype(np.float32)
        parser.set_tensor(given, rgb[None] / 127.5 - 1)
        parser.invoke()
        classes = ours[parser.get_tensor(answer).reshape(_TEACHER_SIDE, _TEACHER_SIDE)]
        segments[place, 10:234, _WINDOW] = classes[::2, ::2]
    return segments


def bare_samples(folder: Path, work: Path) -> Iterator[tuple[int, Sample]]:
    """The undrawn heads of the training half, with the place of each in the rows."""
    meshes = np.load(work / "mesh.npz")
    places = {str(name): place for place, name in enumerate(meshes["names"])}
    points, poses = meshes["points"], meshes["pose"]
    segments = np.load(work / "segments.npy", mmap_mode="r")
    for at, row in enumerate(read_rows(folder)):
        place = places.get(row.file)
        if place is None or row.drawn:
            continue
        pixels, labels = read_crop(folder, row), row.labels
        yield (
            at,
            Sample(
                pixels, points[place], poses[place], labels, np.array(segments[at]), row.yaw_deg
            ),
        )


def draw_recipe(task: tuple[Path, Path, int]) -> str:
    """Draw all pictures of one recipe and keep them; return a line to print."""
    folder, work, number = task
    cv2.setNumThreads(1)
    count, recipe = RECIPES[number]
    bases = [(at, sample) for at, sample in bare_samples(folder, work) if wants(recipe, sample)]
    rng = np.random.default_rng(number)
    chosen = [bases[at] for at in rng.integers(len(bases), size=count)]
    drawn = [draw(recipe, sample, rng) for _, sample in chosen]
    step = 256 // SEGMENT_SIDE
    np.savez(
        work / f"drawn-{number:02}.npz",
        base=np.array([at for at, _ in chosen], np.int32),
        pixels=np.stack([sample.pixels for sample in drawn]),
        labels=np.stack([sample.labels for sample in drawn]),
        segments=np.stack([sample.segments[1::step, 1::step] for sample in drawn]),
        edges=np.stack([sample.points[[234, 454], 0] for sample in drawn]),
    )
    return f"{count} x {' + '.join(step.__name__ for step in recipe)}"


def main() -> None:
    """Prepare everything that is not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pool", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--only", type=int, nargs="*", default=range(len(RECIPES)))
    options = parser.parse_args()
    rows = read_rows(options.pool)
    options.work.mkdir(parents=True, exist_ok=True)
    if not (options.work / "mesh.npz").exists():
        keep_meshes(options.pool, rows, options.work / "mesh.npz")
    if not (options.work / "segments.npy").exists():
        unknown = np.full((len(rows), 256, 256), NOT_SEGMENTED, np.uint8)
        proposed = options.teacher and propose_segments(options.pool, rows, options.teacher)
        np.save(options.work / "segments.npy", unknown if proposed is None else proposed)
    tasks = [(options.pool, options.work, number) for number in options.only]
    with Pool(2) as workers:
        for line in workers.imap_unordered(draw_recipe, tasks):
            print(line, flush=True)


if __name__ == "__main__":
    main()
