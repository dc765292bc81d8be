"""`kiosk demo --headless`: the whole story, told by the program itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT_FOLDER = Path(__file__).parents[2]
STORY_SECONDS = 150


@pytest.mark.slow
@pytest.mark.timeout(STORY_SECONDS + 10)
def test_the_story_ends_with_an_acceptance_that_the_centre_confirms(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiosk", "demo", "--headless", "--out", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT_FOLDER, capture_output=True, text=True, timeout=STORY_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    end = json.loads(done.stdout.splitlines()[-1])
    assert end["state"] == "accepted"
    assert end["photo_revisions"] == [1, 2]
    assert end["receipts_verified"] == 3
    assert end["typed_fields_in_redo"] == 2
    assert {"TILT", "DARK", "BLUR"} <= set(end["guidance_seen"])
    assert all((tmp_path / screen).stat().st_size > 10_000 for screen in end["screens"])
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
