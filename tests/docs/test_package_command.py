"""Every option of `dev.py package` that a page names is there."""

import re
from pathlib import Path

import pytest

from installer.__main__ import main
from tests.docs.pages import PAGES, blocks, name_of


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_options_of_package_are_there(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    known = capsys.readouterr().out
    named = {
        option
        for block in blocks(page)
        for line in block.lines
        if "dev.py package" in line
        for option in re.findall(r"--[a-z][a-z0-9-]*", line.split("#")[0])
    }
    assert not [option for option in named if option not in known]
