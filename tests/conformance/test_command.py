"""`kiosk conformance` at the command line."""

import json
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.command import Exit
from kiosk.conformance.report import as_json, as_line, as_sum, holds
from kiosk.conformance.rules import Chapter, Result, Verdict

CHAPTER = Chapter(7, "Parts")
CHAPTER.rule("the same form again gives the same receipt")(lambda _bench: None)
(RULE,) = CHAPTER.rules
HELD, BROKEN, UNTRIED = (
    Result(RULE, Verdict.HELD),
    Result(RULE, Verdict.BROKEN, "another receipt"),
    Result(RULE, Verdict.UNTRIED, "nobody registered"),
)


def test_a_rule_is_one_line_with_its_number() -> None:
    assert as_line(HELD) == "ok   7.1 the same form again gives the same receipt"
    assert as_line(BROKEN).startswith("FAIL 7.1")
    assert as_line(UNTRIED).endswith(": nobody registered")


def test_no_centre_writes_lines_of_its_own_on_the_terminal() -> None:
    forged = Result(RULE, Verdict.BROKEN, "of type \x1b[2K\rok   1.1 all is well\n" + "x" * 10_000)
    line = as_line(forged)
    assert line.isprintable()
    assert len(line) < 1000


def test_what_could_not_be_tried_is_counted_and_breaks_nothing() -> None:
    assert holds([HELD, UNTRIED])
    assert not holds([HELD, BROKEN])
    assert not holds([UNTRIED])
    assert as_sum([HELD, HELD, UNTRIED]) == "2 rules hold, 0 do not, 1 could not be tried"


def test_programs_get_the_same_as_json() -> None:
    told = json.loads(as_json("http://localhost", [HELD, BROKEN]))

    assert told["holds"] is False
    assert [rule["verdict"] for rule in told["rules"]] == ["held", "broken"]


def test_an_address_in_the_open_is_not_even_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "http://centre.example"
    status = main(["--home", str(tmp_path), "conformance", url, "--code", "ABC"])
    assert status == Exit.UNUSABLE
    assert "only https" in capsys.readouterr().err


def test_nobody_at_home_is_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = "http://127.0.0.1:9"
    status = main(["--home", str(tmp_path), "conformance", url, "--code", "ABC"])
    assert status == Exit.CENTRE
    assert "nobody answers" in capsys.readouterr().err
