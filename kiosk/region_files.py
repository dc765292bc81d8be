"""Loads the regions that ship with the kiosk."""

from importlib.resources import files

from kiosk.domain.region import Regions, parse_regions


def load_regions() -> Regions:
    """All regions of Indonesia, in a few milliseconds; keep the result, it is not cached."""
    packed = files("kiosk.resources") / "regions" / "regions.tsv.gz"
    return parse_regions(packed.read_bytes())
