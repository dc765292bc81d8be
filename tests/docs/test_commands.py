"""Every command that a page names can be typed as it stands there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli import make_parser
from tests.docs.pages import PAGES, ROOT, blocks, name_of, spans, text_of

PARSER = make_parser()
_BEGINNINGS: tuple[tuple[str, list[str]], ...] = (
    ("kiosk ", []),
    ("/usr/bin/kiosk ", []),
    ("python3 dev.py kiosk ", []),
    ("loket-session run ", []),
    ("centre ", ["central"]),  # an alias that docs/centre.md begins with
)
_BEFORE = re.compile(r"^(?:ExecStart=|# ExecStart=|sudo (?:-u \w+ )?|\$ |.*\bdo )")
_WITHIN_ANOTHER = re.compile(r'^(?:runas|schtasks) .*kiosk\.exe\\" (.*)"$')
_INSTALLED = re.compile(r'^& "C:\\Program Files\\Loket\\kiosk\.exe" ')
_FOR_A_NUMBER = frozenset({"N", "HOURS", "JAM"})
_FOR_A_COMMAND = frozenset({"ARGS", "COMMAND", "JOB"})
_LEFT_OPEN = ("are required", "expected one argument")


def typed(line: str) -> list[str] | None:
    """The words after `kiosk`; None where the line is no command, or says only that one follows."""
    line = _WITHIN_ANOTHER.sub(r"kiosk \1", line.strip())
    line = _INSTALLED.sub("kiosk ", _BEFORE.sub("", line))
    for beginning, job in _BEGINNINGS:
        if line.startswith(beginning):
            words = [*job, *_words(line.removeprefix(beginning))]
            return None if _FOR_A_COMMAND.intersection(words) else words
    return None


def _words(rest: str) -> list[str]:
    rest = re.split(r"\s#|\s>|\s\||;|&&|\s<\s", re.sub(r"\[([^]]*)]", _first_choice, rest))[0]
    words = [word for word in shlex.split(rest) if word not in {"...", "…"}]
    return ["1" if word in _FOR_A_NUMBER else word.split("|")[0] for word in words]


def _first_choice(choice: re.Match[str]) -> str:
    return re.split(r"\s\|\s", choice.group(1))[0]


def complaint(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What the command line says against it; nothing where it would run."""
    try:
        PARSER.parse_args(words)
    except SystemExit as end:
        said = capsys.readouterr()
        return said.err.splitlines()[-1] if end.code else ""
    return ""


def commands_in_blocks(page: Path) -> Iterator[str]:
    for block in blocks(page):
        yield from (line for line in block.lines if typed(line) is not None)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_in_blocks_can_be_typed(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = {line: complaint(typed(line) or [], capsys) for line in commands_in_blocks(page)}
    assert not {line: text for line, text in said.items() if text}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_in_sentences_are_there(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They may leave out what has to follow."""
    said = {
        span: complaint(words, capsys) for span in spans(page) if (words := typed(span)) is not None
    }
    assert not {
        span: text
        for span, text in said.items()
        if text and not any(open_ in text for open_ in _LEFT_OPEN)
    }


def test_commands_are_looked_for_where_they_are() -> None:
    found = [line for page in PAGES for line in commands_in_blocks(page)]
    assert len(found) > 50


def test_a_command_that_is_not_there_would_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert complaint(typed("kiosk queue --jsno") or [], capsys)
    assert complaint(typed("kiosk nothing") or [], capsys)
    assert complaint(
        typed(r'runas /user:loket "\"C:\Loket\kiosk.exe\" queue --jsno"') or [], capsys
    )
    assert not complaint(typed("python3 dev.py kiosk queue [--json]  # now") or [], capsys)


def test_pages_lead_to_files_that_are_there() -> None:
    links = [
        (name_of(page), link)
        for page in PAGES
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)", text_of(page))
        if not link.startswith(("http:", "https:")) and not (page.parent / link).resolve().exists()
    ]
    assert not links, ROOT
