"""Folders of language files such as an office could have."""

import shutil
from pathlib import Path

from kiosk.ui.text import SHIPPED

THIRD = """
[language]
own_name = "Basa Jawa"

[welcome]
hint = "Pilih siji."

[progress]
step = "Langkah {langkah}"

[unknown]
key = "Ora ana"
"""


def folder_with(path: Path, **files: str) -> Path:
    """A copy of the shipped languages with more files beside them, such as `jv="..."`."""
    folder = path / "text"
    shutil.copytree(SHIPPED, folder)
    for code, text in files.items():
        (folder / f"{code}.toml").write_text(text, "utf-8")
    return folder
