"""The models that ship are the ones that were chosen."""

import hashlib
import tomllib
from importlib.resources import files

import pytest

FOLDER = files("kiosk.resources") / "models"
MODELS = tomllib.loads((FOLDER / "models.toml").read_text("utf-8"))["model"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model["file"]))
def test_a_model_is_the_file_that_was_chosen(model: dict[str, str]) -> None:
    assert hashlib.sha256((FOLDER / model["file"]).read_bytes()).hexdigest() == model["sha256"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model["file"]))
def test_a_model_names_its_source_and_comes_with_its_licence(model: dict[str, str]) -> None:
    assert model["source"]
    assert (FOLDER / model["licence_file"]).is_file()


def test_no_model_ships_without_an_entry() -> None:
    suffixes = (".onnx", ".task", ".tflite")
    shipped = {item.name for item in FOLDER.iterdir() if item.name.endswith(suffixes)}
    assert shipped == {model["file"] for model in MODELS}
