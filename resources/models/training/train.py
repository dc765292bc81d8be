"""Step 3 of training: the networks themselves.

usage: python -m training.train POOL WORK OUT [--without SOURCE...] [--begin DIR] [--steps N] ...

Needs PyTorch. Writes OUT/<region>.pt, the averaged weights.
"""

import argparse
import time
from pathlib import Path
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim import AdamW
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from kiosk.camera.appearance import WINDOWS, Region
from training.drawing import (
    EYES_AT,
    GLASSES_AT,
    HEADWEAR_AT,
    LEFT_AT,
    LOWER_AT,
    NOT_SEGMENTED,
    RIGHT_AT,
)
from training.networks import LEARNED, AppearanceNetwork
from training.pool import UNKNOWN
from training.samples import Batch, ahead, endless, load

BATCH: Final = 64
RATE: Final = 3e-3
SMOOTHING: Final = 0.02
PARSE_WEIGHT: Final = 0.5
_CROP: Final = 256
_GRID: Final = 64

LABELS_OF: Final = {
    Region.EYES: ((GLASSES_AT,), (EYES_AT,)),
    Region.HEAD: ((HEADWEAR_AT,), (LEFT_AT,), (RIGHT_AT,)),
    Region.LOWER: ((LOWER_AT,),),
    Region.EAR: ((LEFT_AT, RIGHT_AT),),
}
"""The columns of the labels that each output of a network learns; two ears are two pictures."""


def loss_of(region: Region, network: AppearanceNetwork, batch: Batch) -> Tensor:
    """What one network got wrong in one batch."""
    with torch.autocast("cpu", torch.bfloat16):
        logits, pixels = network.parse_too(batch.blobs[region])
    logits, total = logits.float(), torch.zeros(())
    start = 0
    for classes, columns in zip(LEARNED[region].values(), LABELS_OF[region], strict=True):
        wanted = torch.cat([batch.labels[:, column] for column in columns])
        given = logits[:, start : start + len(classes)]
        start += len(classes)
        if (wanted != UNKNOWN).any():
            total = total + functional.cross_entropy(
                given, wanted, ignore_index=UNKNOWN, label_smoothing=SMOOTHING
            )
    whole = batch.segments
    parts = batch.ear_segments if region is Region.EAR else segments_in(region, whole, network.grid)
    return total + PARSE_WEIGHT * functional.cross_entropy(
        pixels.float(), parts, ignore_index=NOT_SEGMENTED
    )


def segments_in(region: Region, segments: Tensor, grid: tuple[int, int]) -> Tensor:
    """Cut a region out of the crop's segments: (n, 64, 64) to (n, height, width) of the grid."""
    window, shrink = WINDOWS[region], _CROP // _GRID
    rows = window.top + (torch.arange(grid[0]) + 0.5) * window.height / grid[0]
    columns = window.left + (torch.arange(grid[1]) + 0.5) * window.width / grid[1]
    down, across = (rows // shrink).long(), (columns // shrink).long()
    return segments[:, down][:, :, across]


class Learner:
    """One network with its optimiser and its running average."""

    def __init__(self, region: Region, begin: Path | None) -> None:
        self.region = region
        self.network = AppearanceNetwork(region).to(memory_format=torch.channels_last)
        if begin is not None:
            weights = torch.load(begin / f"{region}.pt", weights_only=True)
            self.network.load_state_dict(weights)
        self.average = AveragedModel(
            self.network, multi_avg_fn=get_ema_multi_avg_fn(0.998), use_buffers=True
        )
        self.optimiser = AdamW(self.network.parameters(), RATE, weight_decay=0.02)

    def learn(self, batch: Batch, rate: float) -> float:
        """Make one step."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.zero_grad(set_to_none=True)
        loss = loss_of(self.region, self.network, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self.average.update_parameters(self.network)
        return float(loss.detach())

    def save(self, folder: Path) -> None:
        """Keep the averaged weights."""
        torch.save(self.average.module.state_dict(), folder / f"{self.region}.pt")


def rate_at(done: float) -> float:
    """Share of the full rate: up for a twentieth of the time, then down to nothing."""
    warm = min(1.0, done / 0.05)
    return warm * (1e-3 + 0.5 * (1 + torch.cos(torch.tensor(done * torch.pi)).item()))


def main() -> None:
    """Train all the networks side by side, for a given time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pool", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", nargs="*", default=())
    parser.add_argument("--begin", type=Path, help="folder of weights to go on from")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--regions", nargs="*", type=Region, default=tuple(Region))
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    samples = load(options.pool, options.work, frozenset(options.without))
    print(len(samples.pixels), "pictures", flush=True)
    learners = [Learner(region, options.begin) for region in options.regions]
    stream = ahead(endless(samples, BATCH, options.seed))
    started = time.monotonic()
    for step, batch in enumerate(stream):
        losses = [
            learner.learn(batch, options.rate * rate_at(step / options.steps))
            for learner in learners
        ]
        if step % 100 == 0:
            shown = " ".join(f"{loss:.3f}" for loss in losses)
            print(f"{step} {time.monotonic() - started:.0f} s {shown}", flush=True)
        if step == options.steps:
            break
        if step % 500 == 0:
            for learner in learners:
                learner.save(options.out)
    for learner in learners:
        learner.save(options.out)


if __name__ == "__main__":
    main()
