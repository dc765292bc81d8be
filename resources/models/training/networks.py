"""The appearance networks: a few small convolutions each, on one region of the head crop."""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from kiosk.camera.appearance import FACE_PX, OUTPUTS, WINDOWS, Region
from training.drawing import SEGMENTS

LEARNED: Final = {
    **OUTPUTS,
    Region.HEAD: {
        **OUTPUTS[Region.HEAD],
        "side_left": ("free", "covered"),
        "side_right": ("free", "covered"),
    },
    Region.EAR: {"ear": ("visible", "hidden")},
}
"""What the networks learn: the outputs of the kiosk, and ears as classes, which helps the others.
"""

WIDTHS: Final = {
    Region.EYES: (16, 32, 48, 48),
    Region.HEAD: (16, 32, 56, 64),
    Region.LOWER: (12, 16, 32, 40),
    Region.EAR: (12, 16, 32, 40),
}
"""Channels after each halving of the picture."""


class Residual(nn.Module):
    """Two convolutions around a shortcut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(_convolution(width, width), nn.ReLU(), _convolution(width, width))

    def forward(self, features: Tensor) -> Tensor:
        """Keep the size and the number of channels."""
        return functional.relu(features + self.body(features))


class AppearanceNetwork(nn.Module):
    """Answers the logits of all classes of a region, one output after the other.

    In training it also says of every pixel what it is, on a grid a quarter of the input: that
    teaches what a class looks like, and is cut off when the network is shipped.
    """

    def __init__(self, region: Region) -> None:
        super().__init__()
        first, second, third, fourth = WIDTHS[region]
        window = WINDOWS[region]
        self.grid = (window.input_height // 4, window.input_width // 4)
        self.fine = nn.Sequential(
            _convolution(3, first, stride=2),
            nn.ReLU(),
            _convolution(first, second, stride=2),
            nn.ReLU(),
            Residual(second),
        )
        self.middle = nn.Sequential(
            _convolution(second, third, stride=2), nn.ReLU(), Residual(third)
        )
        self.coarse = nn.Sequential(
            _convolution(third, fourth, stride=2), nn.ReLU(), Residual(fourth)
        )
        self.classes = nn.Linear(2 * fourth, sum(map(len, LEARNED[region].values())))
        self.dropout = nn.Dropout(0.2)
        self.parse = nn.Conv2d(second + third + fourth, len(SEGMENTS), 1)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the logits of the classes: (n, classes) of (n, 3, height, width)."""
        return self._classify(self.coarse(self.middle(self.fine(pictures))))

    def parse_too(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of the classes, and those of each pixel."""
        fine = self.fine(pictures)
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        layers = [functional.interpolate(part, self.grid) for part in (middle, coarse)]
        return self._classify(coarse), self.parse(torch.cat([fine, *layers], 1))

    def _classify(self, coarse: Tensor) -> Tensor:
        pooled = torch.cat([coarse.mean((2, 3)), coarse.amax((2, 3))], 1)
        return self.classes(self.dropout(pooled))


class Shipped(nn.Module):
    """A trained network as the kiosk needs it: without what only helped it to learn."""

    def __init__(self, network: AppearanceNetwork, region: Region) -> None:
        super().__init__()
        self.network, self.region = network, region
        self.outputs = sum(map(len, OUTPUTS.get(region, {}).values()))
        window = WINDOWS[region]
        cell = window.width * window.height / (network.grid[0] * network.grid[1])
        self.share = cell / FACE_PX**2

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the logits of the kiosk's outputs, or of an ear the area that is seen, (n, 1)."""
        if self.region is not Region.EAR:
            return self.network(pictures)[:, : self.outputs]
        pixels = self.network.parse_too(pictures)[1]
        ear = torch.softmax(pixels, 1)[:, SEGMENTS["ear"]]
        return ear.sum((1, 2), keepdim=True)[:, 0] * self.share


def _convolution(given: int, width: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(given, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width))
