"""Trains the network that sees how the light falls: drawn shadows, and what they taught to find.

usage: python -m training.shading POOL WORK MODELS [--without SOURCE...] [--seed N]

Needs PyTorch, WORK/mesh.npz and WORK/drawn-*.npz of `training.prepare`. Nobody has labelled the
light of the pool. So the first round draws shadows on faces whose halves are alike and learns
those; what it then finds among the natural pictures, shadows of real lamps and faces in even
light, is learned in the second round beside drawn ones on even faces. The pictures between are
left out. Writes MODELS/shading.onnx.
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import AdamW

from kiosk.camera.checks.shadow import combine, measure_side_light
from kiosk.camera.face import CHIN, FACE_PX, FOREHEAD, SIDE_PX, AlignedFace
from kiosk.camera.shading import INPUT_PX, NETWORK, Light, part_of, to_input
from training.composites.drawn import Pixels
from training.composites.shadows import Shadow, draw_shadow
from training.composites.webcam import degrade
from training.export import OPSET, fuse
from training.pool import Row, read_crop, read_rows

Rng = np.random.Generator

LIGHTS: Final = {Shadow.NONE: 0, Shadow.SIDE: 1, Shadow.CAST: 2, Shadow.TOP: 3}
ANY: Final = len(Light)
"""The label of a natural shadow: nobody said which."""
STEPS: Final = (1500, 5000)
"""Of each round."""
DRAWN: Final = (6000, 9000)
"""Pictures drawn in each round."""
DRESSED: Final = 250
"""Of each recipe of `training.drawing`."""
ALIKE: Final = 0.33
"""Log ratio of light between the halves: in the first round, faces below it count as even."""
BRIGHT: Final = 0.43
"""Highlights of a face that is worth drawing on, of white."""
EVEN_BELOW: Final = -1.2
SHADOWED_ABOVE: Final = 3.3
"""Combined log odds, from the second round on. Looked at: below hardly any face has a shadow that a
photo officer would mind, above nearly all have."""
TIMES: Final = {"light": (1, 12), "medium": (2, 6), "dark": (5, 4)}
"""How often a natural picture, even or shadowed, is taken: the skin must not tell the light."""

WIDTHS: Final = (12, 20, 32, 40)
BATCH: Final = 64
RATE: Final = 3e-3
SMOOTHING: Final = 0.03
SHADE_WEIGHT: Final = 0.5
GRID: Final = INPUT_PX // 4


@dataclass(slots=True, eq=False)
class Lit:
    """One natural or drawn crop of the pool, with what is known of its light."""

    pixels: Pixels
    points: NDArray[np.float32]
    place: int
    person: str
    skin: str
    drawn: bool
    side_light: float
    highlight: float


@dataclass(slots=True, eq=False)
class Samples:
    """Crops, their lights, and how shaded each place is, (g, g); None where nobody says."""

    crops: list[Pixels]
    lights: list[int]
    shade: list[NDArray[np.float32] | None]

    def add(self, others: "Samples") -> None:
        """Take these as well."""
        self.crops += others.crops
        self.lights += others.lights
        self.shade += others.shade


class ShadingNet(nn.Module):
    """Four halvings and the logits of `Light`; in training, which places are shaded as well."""

    def __init__(self) -> None:
        super().__init__()
        first, second, third, fourth = WIDTHS
        self.fine = nn.Sequential(
            *_convolution(3, first, 2),
            *_convolution(first, second, 2),
            *_convolution(second, second),
        )
        self.middle = nn.Sequential(*_convolution(second, third, 2), *_convolution(third, third))
        self.coarse = nn.Sequential(*_convolution(third, fourth, 2), *_convolution(fourth, fourth))
        self.lights = nn.Linear(2 * fourth, len(Light))
        self.shade = nn.Conv2d(second + third, 1, 1)
        self.dropout = nn.Dropout(0.2)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the logits of the lights."""
        return self._judge(self.coarse(self.middle(self.fine(pictures))))

    def shade_too(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of the lights, and of each place's shade."""
        fine = self.fine(pictures)
        middle = self.middle(fine)
        both = torch.cat([fine, functional.interpolate(middle, fine.shape[2:])], 1)
        return self._judge(self.coarse(middle)), self.shade(both)[:, 0]

    def _judge(self, coarse: Tensor) -> Tensor:
        pooled = torch.cat([coarse.mean((2, 3)), coarse.amax((2, 3))], 1)
        return self.lights(self.dropout(pooled))


def _convolution(given: int, width: int, stride: int = 1) -> tuple[nn.Module, nn.Module]:
    fused = nn.Sequential(nn.Conv2d(given, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width))
    return fused, nn.ReLU()


def read_pool(pool: Path, work: Path, without: Sequence[str]) -> list[Lit]:
    """Read every crop that may be learned from and has a face, but for some sources."""
    meshes = np.load(work / "mesh.npz")
    points = dict(zip(meshes["names"].tolist(), meshes["points"], strict=True))
    with (pool / "labels.csv").open(newline="", encoding="utf-8") as file:
        skins = {row["file"]: row["skin"] for row in csv.DictReader(file)}
    return [
        _measured(read_crop(pool, row), points[row.file], at, row, skins[row.file])
        for at, row in enumerate(read_rows(pool))
        if row.file in points and row.source not in without
    ]


def _measured(pixels: Pixels, points: NDArray[np.float32], at: int, row: Row, skin: str) -> Lit:
    flat = points[:, :2]
    middle, height = flat[[FOREHEAD, CHIN]].mean(axis=0), flat[CHIN, 1] - flat[FOREHEAD, 1]
    scale = FACE_PX / max(float(height), 1.0)
    place = np.array([[scale, 0, 0], [0, scale, 0]], np.float64)
    place[:, 2] = SIDE_PX / 2 - scale * middle
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    size = (SIDE_PX, SIDE_PX)
    face = np.asarray(cv2.warpAffine(grey, place, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    moved = np.asarray((flat - middle) * scale + SIDE_PX / 2, np.float32)
    aligned = AlignedFace(cv2.merge([face] * 3), face, moved, scale)
    highlight = float(np.percentile(face[40:-40, 60:-60], 98)) / 255
    side_light = measure_side_light(aligned)
    return Lit(pixels, points, at, row.person, skin, row.drawn, side_light, highlight)


def sorted_by_light(pool: Sequence[Lit], network: ShadingNet | None) -> tuple[list[Lit], list[Lit]]:
    """Return the natural crops in even light, and those with a shadow."""
    natural = [lit for lit in pool if not lit.drawn]
    if network is None:
        return [lit for lit in natural if lit.side_light < ALIKE], []
    odds = [
        combine(float(log_odds), lit.side_light)
        for lit, log_odds in zip(natural, judge(network, natural), strict=True)
    ]
    pairs = list(zip(natural, odds, strict=True))
    even = [lit for lit, odd in pairs if odd < EVEN_BELOW]
    return even, [lit for lit, odd in pairs if odd > SHADOWED_ABOVE]


def judge(network: ShadingNet, crops: Sequence[Lit]) -> NDArray[np.float64]:
    """Log odds of a shadow, as the kiosk asks: a head and its mirror image."""
    network.eval()
    odds = []
    with torch.inference_mode():
        for lit in crops:
            seen = to_input(part_of(lit.pixels))
            logits = network(torch.from_numpy(np.stack([seen, seen[:, :, ::-1]]))).mean(0)
            odds.append(float(torch.logsumexp(logits[1:], 0) - logits[0]))
    return np.array(odds)


def bases_of(pool: Sequence[Lit], even: Sequence[Lit], work: Path) -> list[Lit]:
    """Faces in even light to draw shadows on, and the same people with drawn things on."""
    persons = {lit.person for lit in even}
    dressed = [lit for lit in pool if lit.drawn and lit.person in persons]
    return [lit for lit in even if lit.highlight > BRIGHT] * 2 + dressed + _dressed(even, work)


def _dressed(even: Sequence[Lit], work: Path) -> list[Lit]:
    """Hats, hijabs, glasses, masks, hands: what darkens a face and is no shadow."""
    by_place = {lit.place: lit for lit in even}
    found = []
    for file in sorted(work.glob("drawn-*.npz")):
        drawn = np.load(file)
        places = [at for at, base in enumerate(drawn["base"].tolist()) if base in by_place]
        pixels, bases = drawn["pixels"], drawn["base"]
        found += [
            replace(by_place[int(bases[at])], pixels=pixels[at], drawn=True)
            for at in places[:DRESSED]
        ]
    return found


def draw_samples(bases: Sequence[Lit], count: int, rng: Rng) -> Samples:
    """Draw shadows, and light that is even enough."""
    chosen = [bases[at] for at in rng.integers(len(bases), size=count)]
    drawn = [draw_shadow(lit.pixels, lit.points, rng) for lit in chosen]
    size = (GRID, GRID)
    return Samples(
        [one.pixels for one in drawn],
        [LIGHTS[Shadow(one.kind.removeprefix("shadow-"))] for one in drawn],
        [cv2.resize(part_of(one.alpha), size, interpolation=cv2.INTER_AREA) for one in drawn],
    )


def natural_samples(even: Sequence[Lit], shadowed: Sequence[Lit]) -> Samples:
    """Natural pictures as they are, each as often as its skin asks."""
    samples = Samples([], [], [])
    for column, (crops, light) in enumerate(((even, LIGHTS[Shadow.NONE]), (shadowed, ANY))):
        for lit in crops:
            times = TIMES[lit.skin][column]
            samples.crops += [lit.pixels] * times
            samples.lights += [light] * times
            samples.shade += [None] * times
    return samples


def batch_of(samples: Samples, rng: Rng) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pictures as a webcam sees them, their lights, their shade, and whether that is known."""
    pictures, shade, known = [], [], []
    chosen = rng.integers(len(samples.crops), size=BATCH)
    for at in chosen:
        part = part_of(_blurred(degrade(samples.crops[at], rng, relit=False), rng))
        field = samples.shade[at]
        known.append(field is not None)
        field = np.zeros((GRID, GRID), np.float32) if field is None else field
        picture = to_input(part)
        if rng.random() < 0.5:
            picture, field = picture[:, :, ::-1], field[:, ::-1]
        pictures.append(picture)
        shade.append(field)
    lights = torch.tensor([samples.lights[at] for at in chosen])
    stacked = torch.from_numpy(np.ascontiguousarray(np.stack(pictures)))
    shades = torch.from_numpy(np.ascontiguousarray(np.stack(shade)))
    return stacked, lights, shades, torch.tensor(known, dtype=torch.float32)


def _blurred(crop: Pixels, rng: Rng) -> Pixels:
    """Out of focus as well, and harder in contrast: neither is a shadow."""
    if rng.random() < 0.15:
        crop = np.asarray(cv2.GaussianBlur(crop, (0, 0), rng.uniform(1.0, 5.0)), np.uint8)
    if rng.random() < 0.35:
        tones = 255 * (np.arange(256) / 255) ** np.exp(rng.uniform(0, 0.5))
        crop = np.asarray(cv2.LUT(crop, tones.astype(np.uint8)), np.uint8)
    return crop


def loss_of(network: ShadingNet, samples: Samples, rng: Rng) -> Tensor:
    """What the network got wrong in one batch."""
    pictures, lights, shade, known = batch_of(samples, rng)
    logits, shaded = network.shade_too(pictures)
    shares = logits.log_softmax(1)
    uneven = torch.logsumexp(shares[:, 1:], 1)
    named = functional.cross_entropy(
        logits, lights.clamp(max=ANY - 1), label_smoothing=SMOOTHING, reduction="none"
    )
    unnamed = -(1 - SMOOTHING) * uneven - SMOOTHING * shares[:, 0]
    places = functional.binary_cross_entropy_with_logits(shaded, shade, reduction="none")
    total = torch.where(lights == ANY, unnamed, named).mean()
    return total + SHADE_WEIGHT * (places.mean((1, 2)) * known).mean()


def learn(samples: Samples, steps: int, rng: Rng) -> ShadingNet:
    """Train a network from nothing."""
    network = ShadingNet()
    optimiser = AdamW(network.parameters(), RATE, weight_decay=0.02)
    for step in range(steps):
        done = step / steps
        for group in optimiser.param_groups:
            cooling = 1e-3 + 0.5 * (1 + np.cos(np.pi * done))
            group["lr"] = RATE * min(1.0, done / 0.05) * cooling
        loss = loss_of(network, samples, rng)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 500 == 0:
            print(f"{step} {float(loss.detach()):.3f}", flush=True)
    return network.eval()


def write(network: ShadingNet, file: Path) -> None:
    """Write the network as the kiosk reads it: any number of pictures."""
    fuse(network)
    example = torch.zeros(2, 3, INPUT_PX, INPUT_PX)
    names = {"input_names": ["pictures"], "output_names": ["logits"]}
    torch.onnx.export(
        network,
        (example,),
        str(file),
        dynamo=False,
        opset_version=OPSET,
        dynamic_axes={"pictures": {0: "n"}, "logits": {0: "n"}},
        **names,
    )
    model = onnx.load(file)
    model.producer_version = ""
    onnx.save(model, file)


def main() -> None:
    """Draw and learn, sort the natural pictures by their light, and draw and learn again."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pool", "work", "models"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--without", nargs="*", default=())
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    pool = read_pool(options.pool, options.work, options.without)
    network = None
    for number, (steps, count) in enumerate(zip(STEPS, DRAWN, strict=True), 1):
        even, shadowed = sorted_by_light(pool, network)
        print(f"round {number}: {len(even)} even, {len(shadowed)} with a shadow", flush=True)
        samples = draw_samples(bases_of(pool, even, options.work), count, rng)
        if network is not None:
            samples.add(natural_samples(even, shadowed))
        network = learn(samples, steps, rng)
        torch.save(network.state_dict(), options.work / f"shading-{number}.pt")
    write(network, options.models / NETWORK)


if __name__ == "__main__":
    main()
