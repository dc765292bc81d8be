"""What all commands share: how they end, what they say then, and where they keep their things."""

import argparse
import sys
from enum import IntEnum

from kiosk.logs import LOG_FILE, start_logging
from kiosk.paths import Folders, find_folders
from kiosk.ui.text import Texts


class Exit(IntEnum):
    """Exit statuses; argparse ends with 2 by itself."""

    OK = 0
    FOUND = 1
    """The command worked and found something: a photo that fails, an item that waits."""
    UNUSABLE = 2
    """What was given cannot be used: a wrong command line, a file that cannot be read."""
    SETTINGS = 3
    STORE = 4
    CAMERA = 5
    CENTRE = 6
    INTERRUPTED = 130


def sentence_of(key: str) -> str:
    """Say what happened and, where the texts know it, what to do; keys of another version as is."""
    texts = Texts("en")
    return " ".join(texts(known) for known in (key, f"{key}_do") if known in texts) or key


def fail(status: Exit, sentence: str) -> int:
    """Say on standard error what to do; return the status."""
    print(f"kiosk: {harmless(sentence)}", file=sys.stderr)
    return status


def harmless(text: str) -> str:
    """What somebody else said, without signs that would steer the terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in text)


def ready_folders(options: argparse.Namespace, log: str = LOG_FILE) -> Folders:
    """Make the kiosk's folders and begin the log of that name; raise FolderUnusableError."""
    folders = find_folders(options.home)
    folders.prepare()
    start_logging(folders.logs, log, verbose=options.verbose)
    return folders
