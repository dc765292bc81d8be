"""What came with the program, and has to be as it was shipped: models, regions, fonts."""

import hashlib
import tomllib
import zlib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

from kiosk.doctor.case import Case
from kiosk.doctor.finding import Check, Finding, fail, ok
from kiosk.domain.region import parse_regions
from kiosk.paths import models_folder

_FONTS: Final = 3


def examine_shipped(case: Case) -> Iterator[Finding]:
    """Each file that a photo or a form needs; `case` has no say in it."""
    del case
    resources = Path(str(files("kiosk.resources")))
    yield judge_models(models_folder())
    yield judge_regions(resources / "regions" / "regions.tsv.gz")
    yield judge_fonts(resources / "fonts")


def judge_models(folder: Path) -> Finding:
    """By the hashes in models.toml."""
    try:
        document = tomllib.loads((folder / "models.toml").read_text("utf-8"))
        listed = {str(model["file"]): str(model["sha256"]) for model in document["model"]}
    except (OSError, ValueError, KeyError, TypeError):
        return fail(Check.MODELS, "models.toml cannot be read", "doctor.reinstall")
    wrong = sorted(name for name, sha256 in listed.items() if not _is_whole(folder / name, sha256))
    if wrong:
        return fail(Check.MODELS, f"missing or changed: {', '.join(wrong)}", "doctor.reinstall")
    return ok(Check.MODELS, f"{len(listed)} files as they were shipped")


def judge_regions(file: Path) -> Finding:
    """They are read as the kiosk reads them."""
    try:
        regions = parse_regions(file.read_bytes())
    except (OSError, EOFError, ValueError, zlib.error):
        return fail(Check.REGIONS, "the list of regions cannot be read", "doctor.reinstall")
    return ok(Check.REGIONS, f"{len(regions.provinces())} provinces")


def judge_fonts(folder: Path) -> Finding:
    """Without them other letters are used, and pages grow."""
    found = len(list(folder.glob("*.ttf")))
    if found < _FONTS:
        return fail(Check.FONTS, f"{found} of {_FONTS} files", "doctor.reinstall")
    return ok(Check.FONTS, f"{found} files")


def _is_whole(file: Path, sha256: str) -> bool:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == sha256
    except OSError:
        return False
