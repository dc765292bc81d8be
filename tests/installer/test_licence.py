"""Every locked package may be shipped, and brings the words that its makers ask for."""

import sysconfig
import tomllib
from pathlib import Path

import pytest

import dev
from installer.licence import HERE, components, locked, may_be_shipped, same_name, shipped
from installer.step import PackagingError

INSTALLED = Path(sysconfig.get_path("purelib"))
ALLOWED = ("MIT", "BSD-3-Clause", "LGPL-3.0-only")


def lock(system: str) -> dict[str, str]:
    return locked(dev.ROOT / "requirements" / f"{system}.lock")


def test_every_locked_package_that_is_installed_here_may_be_shipped_and_has_a_text() -> None:
    here = shipped(INSTALLED)
    names = [name for name in lock("linux") | lock("windows") if same_name(name) in here]
    assert len(names) > 50
    found = list(components(names, INSTALLED))
    assert len(found) == len(names)
    assert all(part.licence and part.copyright and part.texts for part in found)


def test_a_package_of_the_other_system_has_its_licence_written_down() -> None:
    told = tomllib.loads((HERE / "licences.toml").read_text("utf-8"))
    elsewhere = (lock("linux") | lock("windows")).keys() - shipped(INSTALLED)
    for name in elsewhere:
        assert may_be_shipped(told["package"][name]["licence"], told["may_be_shipped"]), name


def test_nothing_is_written_down_about_packages_that_are_not_locked() -> None:
    told = tomllib.loads((HERE / "licences.toml").read_text("utf-8"))
    assert told["package"].keys() <= (lock("linux") | lock("windows")).keys()


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("MIT AND BSD-3-Clause", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT OR GPL-3.0-only) AND GPL-2.0-only", False),
        ("OSI Approved", False),
        ("", False),
    ],
)
def test_a_licence_is_allowed_when_one_choice_of_it_is(expression: str, *, allowed: bool) -> None:
    assert may_be_shipped(expression, ALLOWED) is allowed


def make_package(folder: Path, licence: str) -> Path:
    """A folder with one installed package, as pip leaves it."""
    notes = folder / "invented-1.0.dist-info"
    (notes / "licenses").mkdir(parents=True)
    fields = ["Metadata-Version: 2.4", "Name: invented", "Version: 1.0", "Author: A. Nonymous"]
    fields += [f"License-Expression: {licence}"] if licence else []
    (notes / "METADATA").write_text("\n".join(fields) + "\n", "utf-8")
    (notes / "licenses" / "LICENSE").write_text("Copyright (c) 2026 Invented\nText.\n", "utf-8")
    return folder


def test_a_package_is_told_with_its_licence_and_who_claims_it(tmp_path: Path) -> None:
    (part,) = components(["invented"], make_package(tmp_path, "MIT"))
    assert (part.name, part.version, part.licence) == ("invented", "1.0", "MIT")
    assert part.copyright == ("Copyright (c) 2026 Invented",)
    assert [text.name for text in part.texts] == ["LICENSE"]


@pytest.mark.parametrize("licence", ["GPL-3.0-only", ""], ids=["gpl only", "none"])
def test_a_package_that_cannot_be_shipped_stops_the_build(tmp_path: Path, licence: str) -> None:
    with pytest.raises(PackagingError, match="invented"):
        list(components(["invented"], make_package(tmp_path, licence)))


def test_a_locked_package_that_is_not_there_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match="another"):
        list(components(["another"], make_package(tmp_path, "MIT")))
