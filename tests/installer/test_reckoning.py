"""What is said about a build: sizes against targets, digests against those of the last build."""

import hashlib
from pathlib import Path

import pytest

from installer import __main__ as command
from installer.reckoning import Build, compare, write_sums
from installer.tools import TOOLS, missing_packages

WENT_IN = {"commit": "a", "release key": "k"}


@pytest.mark.parametrize(
    ("went_in", "digest", "said"),
    [
        (WENT_IN, "1", "the same as the last build: x.deb"),
        (WENT_IN, "2", "not the same as the last build: x.deb (nothing that went in has changed)"),
        (WENT_IN | {"commit": "b"}, "2", "not the same as the last build: x.deb (other commit)"),
    ],
    ids=["same", "unexplained", "explained"],
)
def test_a_build_is_compared_with_the_last(went_in: dict[str, str], digest: str, said: str) -> None:
    last = Build(WENT_IN, {"x.deb": "1"})
    assert compare(last, Build(went_in, {"x.deb": digest})) == [said]


def test_only_artefacts_that_both_builds_made_are_compared() -> None:
    assert compare(Build(WENT_IN, {"y.msi": "1"}), Build(WENT_IN, {"x.deb": "1"})) == []
    assert "no earlier build" in compare(None, Build(WENT_IN, {"x.deb": "1"}))[0]


def test_the_sums_name_every_file_as_sha256sum_reads_them(tmp_path: Path) -> None:
    (tmp_path / "b.deb").write_bytes(b"b")
    (tmp_path / "a.msi").write_bytes(b"a")
    write_sums(tmp_path)
    write_sums(tmp_path)  # it does not name itself
    digests = [hashlib.sha256(name).hexdigest() for name in (b"a", b"b")]
    text = (tmp_path / "SHA256SUMS").read_text("utf-8")
    assert text == f"{digests[0]}  a.msi\n{digests[1]}  b.deb\n"


def test_a_missing_tool_is_told_by_its_debian_package() -> None:
    assert missing_packages({"such-a-tool": "such-a-package", "sh": "dash"}) == ["such-a-package"]
    assert {"tree", "windows", "debian", "test"} == TOOLS.keys()


@pytest.mark.parametrize("arguments", [[], ["--fast"]], ids=["nothing", "no system"])
def test_a_command_that_asks_for_nothing_is_answered_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(arguments) == command.WRONG_USAGE
    assert "--debian" in capsys.readouterr().out


def test_a_runtime_without_its_checksum_is_not_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--windows", "--runtime", "python.zip"])
    assert ended.value.code == command.WRONG_USAGE
    assert "--sha256" in capsys.readouterr().err
