"""`kiosk central account`: who may log in."""

from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.command import Exit


def test_an_account_is_made_listed_and_closed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    centre = ["--home", str(tmp_path), "central"]
    assert main([*centre, "account", "sari", "--role", "operator"]) == Exit.OK
    assert len(capsys.readouterr().out.strip().split("-")) == 4
    assert main([*centre, "account"]) == Exit.OK
    assert capsys.readouterr().out == "sari operator\n"
    assert main([*centre, "account", "Sari D", "--role", "operator"]) == Exit.SETTINGS
    assert main([*centre, "account", "budi"]) == Exit.SETTINGS
    assert main([*centre, "account", "budi", "--close"]) == Exit.FOUND
    assert main([*centre, "account", "sari", "--close"]) == Exit.OK
    capsys.readouterr()
    main([*centre, "account"])
    assert capsys.readouterr().out == ""
