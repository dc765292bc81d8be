"""Step 4 of training: calibrate the networks and write them as the kiosk reads them.

usage: python -m training.export POOL WORK TRAINED MODELS

The temperature of each output (Guo et al., "On calibration of modern neural networks", 2017) is
found on the natural pictures of the validation half and folded into the last weights. Writes
MODELS/appearance_<region>.onnx and prints the lines for models.toml.
"""

import argparse
import hashlib
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

from kiosk.camera.appearance import WINDOWS, Region
from training.networks import LEARNED, AppearanceNetwork, Shipped
from training.pool import UNKNOWN
from training.samples import Samples, batch, load
from training.train import LABELS_OF

TEMPERATURES: Final = torch.linspace(0.5, 4.0, 71)
OPSET: Final = 17
_AT_ONCE: Final = 64


def read_trained(folder: Path, region: Region) -> AppearanceNetwork:
    """Read the averaged weights of one network."""
    network = AppearanceNetwork(region)
    network.load_state_dict(torch.load(folder / f"{region}.pt", weights_only=True))
    return network.eval()


def calibrate(network: AppearanceNetwork, region: Region, samples: Samples) -> list[float]:
    """Divide each output's logits by the temperature that suits the validation half best."""
    chosen = np.flatnonzero(samples.validation & ~samples.drawn)
    parts = [batch(samples, part, None) for part in np.array_split(chosen, len(chosen) // _AT_ONCE)]
    with torch.inference_mode():
        logits = [network(part.blobs[region]) for part in parts]
    found, start = [], 0
    for classes, columns in zip(LEARNED[region].values(), LABELS_OF[region], strict=True):
        end = start + len(classes)
        wanted = [torch.cat([part.labels[:, c] for c in columns]) for part in parts]
        temperature = _best(torch.cat([part[:, start:end] for part in logits]), torch.cat(wanted))
        with torch.no_grad():
            network.classes.weight[start:end] /= temperature
            network.classes.bias[start:end] /= temperature
        found.append(temperature)
        start = end
    return found


def _best(logits: Tensor, wanted: Tensor) -> float:
    losses = [
        functional.cross_entropy(logits / temperature, wanted, ignore_index=UNKNOWN)
        for temperature in TEMPERATURES
    ]
    return float(TEMPERATURES[int(torch.stack(losses).argmin())])


def fuse(network: torch.nn.Module) -> None:
    """Fold each normalisation into the convolution before it."""
    for name, part in network.named_children():
        pair = list(part.children())
        if len(pair) == 2 and isinstance(pair[1], torch.nn.BatchNorm2d):
            setattr(network, name, fuse_conv_bn_eval(pair[0], pair[1]))
        else:
            fuse(part)


def write(network: AppearanceNetwork, region: Region, file: Path) -> None:
    """Write a network that takes any number of pictures."""
    fuse(network)
    window = WINDOWS[region]
    example = torch.zeros(2, 3, window.input_height, window.input_width)
    torch.onnx.export(
        Shipped(network, region).eval(),
        (example,),
        str(file),
        dynamo=False,
        opset_version=OPSET,
        input_names=["pictures"],
        output_names=["logits"],
        dynamic_axes={"pictures": {0: "n"}, "logits": {0: "n"}},
    )
    model = onnx.load(file)
    model.producer_version = ""
    model.graph.doc_string = ""
    onnx.save(model, file)


def main() -> None:
    """Calibrate and write all networks."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pool", "work", "trained", "models"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    samples = load(options.pool, options.work, frozenset())
    for region in Region:
        network = read_trained(options.trained, region)
        temperatures = calibrate(network, region, samples)
        file = options.models / f"appearance_{region}.onnx"
        write(network, region, file)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        shown = ", ".join(f"{temperature:.2f}" for temperature in temperatures)
        print(f'# temperatures {shown}\nfile = "{file.name}"')
        print(f'sha256 = "{digest}"\nbytes = {file.stat().st_size}\n', flush=True)


if __name__ == "__main__":
    main()
