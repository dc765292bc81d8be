"""Loads the regions that ship with the kiosk."""

from functools import cache
from importlib.resources import files

from kiosk.domain.region import Regions, parse_regions


@cache
def load_regions() -> Regions:
    """All regions of Indonesia: the same for everybody in this process, with one search index."""
    packed = files("kiosk.resources") / "regions" / "regions.tsv.gz"
    return parse_regions(packed.read_bytes())
