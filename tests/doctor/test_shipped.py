"""Files that came with the program."""

import shutil
from pathlib import Path

import pytest

from kiosk.doctor.finding import State
from kiosk.doctor.shipped import judge_fonts, judge_models, judge_regions
from kiosk.paths import models_folder


@pytest.fixture
def models(tmp_path: Path) -> Path:
    shutil.copytree(models_folder(), tmp_path / "models", ignore=shutil.ignore_patterns("training"))
    return tmp_path / "models"


def test_models_as_they_were_shipped_are_well(models: Path) -> None:
    assert judge_models(models).state is State.OK


def test_a_model_that_was_changed_or_is_gone_is_named(models: Path) -> None:
    with (models / "shading.onnx").open("ab") as file:
        file.write(b"!")
    (models / "appearance_ear.onnx").unlink()
    found = judge_models(models)
    assert found.state is State.FAIL
    assert found.value == "missing or changed: appearance_ear.onnx, shading.onnx"


@pytest.mark.parametrize("text", [None, "no TOML", "model = 1"])
def test_without_its_list_nothing_can_be_compared(models: Path, text: str | None) -> None:
    (models / "models.toml").unlink()
    if text is not None:
        (models / "models.toml").write_text(text, "utf-8")
    assert judge_models(models).state is State.FAIL


@pytest.mark.parametrize("content", [None, b"", b"kopi darat", b"\x1f\x8b\x08\x00cut off"])
def test_regions_that_cannot_be_read_fail(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "regions.tsv.gz"
    if content is not None:
        file.write_bytes(content)
    assert judge_regions(file).state is State.FAIL


def test_fonts_are_counted(tmp_path: Path) -> None:
    assert judge_fonts(tmp_path).state is State.FAIL
