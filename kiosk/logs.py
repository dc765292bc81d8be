"""The log: rotating, small, and without personal data whatever somebody writes to it."""

import logging
import os
import re
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_FILE = "kiosk.log"
LARGEST_FILE_BYTES = 1_000_000
FILES_KEPT = 5
PRIVATE_FILE = 0o600

_OUR_OWN_IDS = r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b"
_BETWEEN = r"[ .()/-]{0,2}"
"""What people write between the digits of a number."""
_ADDRESS = r"[^\s@<>(){}\[\],:;\"'=]"
_PERSONAL = re.compile(
    rf"(?P<id>{_OUR_OWN_IDS})"
    rf"|(?P<email>(?<!{_ADDRESS}){_ADDRESS}+(?:@|%40){_ADDRESS}+)"
    rf"|(?P<digits>(?<!\d)(?:\d{_BETWEEN}){{15,}}\d)"
    rf"|(?P<phone>(?<!\d)(?:\+|00)?(?:62|0){_BETWEEN}8(?:{_BETWEEN}\d){{7,11}}(?!\d))"
)


def mask(text: str) -> str:
    """Replace everything that looks like a NIK, KK, phone number or e-mail address."""
    return _PERSONAL.sub(
        lambda found: found[0] if found.lastgroup == "id" else f"<{found.lastgroup}>",
        text,
    )


class MaskingFormatter(logging.Formatter):
    """Masks the finished line, so that arguments and tracebacks are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        """Format as usual, then mask."""
        return mask(super().format(record))


class _LogFile(RotatingFileHandler):
    """Of this user alone. Goes on without what a full disk does not take: the store says so."""

    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE))
        Path(self.baseFilename).chmod(PRIVATE_FILE)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Print nothing: the base class would print the arguments, unmasked."""


def start_logging(folder: Path | None, name: str = LOG_FILE, *, verbose: bool = False) -> None:
    """Send the log to `folder` (if any) and warnings, or everything, to standard error."""
    formatter = MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    console = logging.StreamHandler(sys.stderr)
    console.setLevel(logging.INFO if verbose else logging.WARNING)
    handlers: list[logging.Handler] = [console]
    if folder is not None:
        handlers.append(
            _LogFile(
                folder / name,
                maxBytes=LARGEST_FILE_BYTES,
                backupCount=FILES_KEPT,
                encoding="utf-8",
                delay=True,
            )
        )
    for handler in handlers:
        handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
