"""Step 5 of training: what the networks say of labelled pictures that they were not trained on.

usage: python -m training.predict LABELS.csv PICTURES TRAINED OUT.csv

Looks at each picture as the kiosk does, with the networks in TRAINED (appearance_<region>.onnx),
and writes the table that `kiosk evaluate --predictions` reads. A picture without a face has no
line. Needs the kiosk only.
"""

import argparse
import csv
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from kiosk.camera.appearance import AppearanceNetworks, HeadCrop, Region, crop_head
from kiosk.camera.check_pictures import inspect_file
from kiosk.camera.inspector import Inspector
from kiosk.camera.labels import LabelledPicture, read_labels
from kiosk.camera.photo_file import PictureError
from kiosk.camera.predictions import PROBABILITIES
from kiosk.camera.profile import load_profile
from kiosk.paths import models_folder

LEFT_OUT: Final = "SelfishGene/SFHQ-dataset"
"""The only source of the pool that is in the measured set too.

The networks are trained without it, and without every person of the measured set: so every measured
picture is out of fold with one set of networks.
"""


def find_heads(
    pictures: tuple[LabelledPicture, ...], folder: Path
) -> Iterator[tuple[LabelledPicture, HeadCrop]]:
    """Cut the head out of each picture in which the kiosk finds a face."""
    with closing(Inspector(load_profile(), models_folder(), still=True)) as inspector:
        for picture in pictures:
            try:
                seen = inspect_file(folder / picture.file, inspector)
            except PictureError as error:
                print(f"{picture.file} left out: {error.problem}")
                continue
            if seen.face is not None:
                yield picture, crop_head(seen.frame.pixels, seen.face)


def look_everywhere(networks: AppearanceNetworks, crop: HeadCrop) -> dict[str, float]:
    """Every probability of one head, by the name of its column."""
    seen: dict[str, float] = {}
    for region in Region:
        seen |= networks.look(crop, region)
    return seen


def main() -> None:
    """Write one line for each picture with a face."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("labels", "pictures", "trained", "out"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    networks = AppearanceNetworks(options.trained)
    with options.out.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["file", "source_fold", *PROBABILITIES])
        for picture, crop in find_heads(read_labels(options.labels), options.pictures):
            seen = look_everywhere(networks, crop)
            values = (f"{seen[name]:.6f}" for name in PROBABILITIES)
            table.writerow([picture.file, LEFT_OUT, *values])


if __name__ == "__main__":
    main()
