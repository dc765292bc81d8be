"""What the networks learn from, batch by batch: pictures of the pool and drawn ones, degraded."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kiosk.camera.appearance import WINDOWS, HeadCrop, Region, ear_window_left, look_at, to_blob
from training.composites.webcam import degrade
from training.drawing import GLASSES_AT, HEADWEAR_AT, LEFT_AT, LOWER_AT, NOT_SEGMENTED, RIGHT_AT
from training.pool import HEADWEAR, LOWER, read_crop, read_rows

Rng = np.random.Generator

RARE: Final = 4.0
"""A natural hat, pair of glasses or hand is drawn this many times as often as a bare face."""
DRAWN: Final = 0.6
STEP: Final = 4
"""Crop pixels per segment."""


@dataclass(slots=True, eq=False)
class Samples:
    """All pictures in memory: (n, 256, 256, 3) BGR, labels (n, 6), segments (n, 64, 64)."""

    pixels: list[NDArray[np.uint8]]
    labels: NDArray[np.int8]
    segments: NDArray[np.uint8]
    edges: NDArray[np.float32]
    weights: NDArray[np.float64]
    validation: NDArray[np.bool_]
    drawn: NDArray[np.bool_]


def load(pool: Path, work: Path, without: frozenset[str]) -> Samples:
    """Read the pool and everything drawn from it, but for the sources that are to be left out."""
    rows = read_rows(pool)
    segments = np.load(work / "segments.npy", mmap_mode="r")[:, 2::4, 2::4]
    keep = [at for at, row in enumerate(rows) if row.source not in without]
    kept = [rows[at] for at in keep]
    parts = [
        (
            [read_crop(pool, row) for row in kept],
            np.stack([row.labels for row in kept]),
            np.array(segments[keep]),
            np.array([row.edges_x for row in kept], np.float32),
            np.array(keep),
        )
    ]
    hijab = parts[0][1][:, HEADWEAR_AT] == HEADWEAR["hijab"]
    parts[0][2][hijab] = NOT_SEGMENTED  # the parser does not know them
    for file in sorted(work.glob("drawn-*.npz")):
        drawn = np.load(file)
        mask = np.isin(drawn["base"], keep)
        pictures = list(drawn["pixels"][mask])
        rest = (drawn[key][mask] for key in ("labels", "segments", "edges", "base"))
        parts.append((pictures, *rest))
    bases = np.concatenate([part[4] for part in parts])
    labels = np.concatenate([part[1] for part in parts])
    drawn = np.arange(len(bases)) >= len(kept)
    drawn[: len(kept)] = [row.drawn for row in kept]
    return Samples(
        pixels=[picture for part in parts for picture in part[0]],
        labels=labels,
        segments=np.concatenate([part[2] for part in parts]),
        edges=np.concatenate([part[3] for part in parts]),
        weights=_weights(labels, drawn),
        validation=np.array([rows[at].validation for at in bases]),
        drawn=drawn,
    )


def _weights(labels: NDArray[np.int8], drawn: NDArray[np.bool_]) -> NDArray[np.float64]:
    rare = (
        (labels[:, GLASSES_AT] > 0)
        | (labels[:, HEADWEAR_AT] > HEADWEAR["bare"])
        | (labels[:, LOWER_AT] > LOWER["none"])
    )
    return np.where(drawn, DRAWN, np.where(rare, RARE, 1.0))


@dataclass(slots=True)
class Batch:
    """Blobs of each region, labels in the order of TASKS, segments of the whole crop."""

    blobs: dict[Region, Tensor]
    labels: Tensor
    segments: Tensor
    ear_segments: Tensor
    """Those of the left and then the right ears' windows, the right ones mirrored."""


def endless(samples: Samples, size: int, seed: int) -> Iterator[Batch]:
    """Batches of degraded pictures, chosen by weight; the same for the same seed."""
    rng = np.random.default_rng(seed)
    weights = np.where(samples.validation, 0.0, samples.weights)
    chances = weights / weights.sum()
    while True:
        yield batch(samples, rng.choice(len(chances), size, p=chances), rng)


def ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Make batches in a thread of their own while the networks learn from the last one."""
    ready: Queue[Batch] = Queue(maxsize=4)

    def fill() -> None:
        for made in batches:
            ready.put(made)

    Thread(target=fill, name="batches", daemon=True).start()
    while True:
        yield ready.get()


def batch(samples: Samples, chosen: NDArray[np.int64], rng: Rng | None) -> Batch:
    """Put pictures together; degraded and mirrored at random where there is an `rng`."""
    crops, labels, segments = [], samples.labels[chosen].astype(np.int64), []
    for place, at in enumerate(chosen):
        pixels, parts, edges = samples.pixels[at], samples.segments[at], samples.edges[at]
        if rng is not None:
            pixels = degrade(pixels, rng)
            if rng.random() < 0.5:
                pixels, parts = np.ascontiguousarray(pixels[:, ::-1]), parts[:, ::-1]
                edges = 255 - edges[::-1]
                labels[place, [LEFT_AT, RIGHT_AT]] = labels[place, [RIGHT_AT, LEFT_AT]]
        crops.append(HeadCrop(pixels, float(edges[0]), float(edges[1])))
        segments.append(parts)
    return Batch(
        {region: _blob(crops, region) for region in WINDOWS},
        torch.from_numpy(labels),
        torch.from_numpy(np.stack(segments)).long(),
        torch.from_numpy(_ear_segments(crops, segments)).long(),
    )


def _ear_segments(crops: list[HeadCrop], segments: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    window = WINDOWS[Region.EAR]
    top, bottom = window.top // STEP, (window.top + window.height) // STEP
    sides = []
    for mirrored in (False, True):
        for crop, parts in zip(crops, segments, strict=True):
            left = ear_window_left(crop, mirrored=mirrored) // STEP
            seen = parts[:, ::-1] if mirrored else parts
            sides.append(seen[top:bottom, left : left + window.width // STEP])
    return np.stack(sides)


def _blob(crops: list[HeadCrop], region: Region) -> Tensor:
    views = [look_at(crop, region) for crop in crops]
    ordered = tuple(view for side in zip(*views, strict=True) for view in side)
    return torch.from_numpy(to_blob(ordered)).contiguous(memory_format=torch.channels_last)
