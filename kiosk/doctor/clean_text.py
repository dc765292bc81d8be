"""What may leave the computer for whoever helps: text without anything personal.

The log is masked when it is written; here again, and more strictly. No pattern knows a name, so
words go only where the kiosk itself wrote them, which never names anybody: what libraries said, and
what an exception said, may be anybody's words, and is left out.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kiosk.domain.ticket import PREFIX, Ticket, parse_ticket
from kiosk.logs import mask

LEFT_OUT: Final = "<left out>"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_OUR_OWN = (
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b"
    rf"|(?<![\d.])(?:{_OCTET}\.){{3}}{_OCTET}(?![\d.])(?::\d{{1,5}}\b)?"
    r"|\b\d{4}-\d\d-\d\d(?:[T ]\d\d[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?\b"
)
"""Ids, hashes, moments, and the numbers of computers (IPv4)."""
_WITHIN = r"(?:[\W_]{0,3}|%20)"
_PERSONAL: Final = re.compile(
    rf"(?P<own>{_OUR_OWN})"
    r"|(?P<email>[^\s<>\"']+\s?(?:@|\uff20|%40|[\[({]at[\])}])\s?[^\s<>\"']+)"
    rf"|(?P<digits>\d(?:{_WITHIN}\d){{8,}})",
    re.IGNORECASE,
)
_TICKET: Final = re.compile(
    r"\bLKT[\s-]?[0-9A-Z]{5}[\s-]?[0-9A-Z]{5}\b|\b[0-9A-Z]{5}-?[0-9A-Z]{5}\b", re.IGNORECASE
)
_RECORD: Final = re.compile(
    r"(?P<head>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ (?P<logger>[\w.]+): )(?P<said>.*)"
)
_OURS: Final = re.compile(r"kiosk(\.|$)")
_FRAME: Final = re.compile(r'  File "[^"]+", line \d+, in \S+$')
_AROUND: Final = re.compile(
    r"Traceback \(most recent call last\):$|\s*$|\s+\[Previous line repeated \d+ more times\]$"
    r"|The above exception was the direct cause of the following exception:$"
    r"|During handling of the above exception, another exception occurred:$"
)
_FAULT: Final = re.compile(r"(?P<kind>[A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt))(?::|$)")


def clean(text: str, home: Path) -> str:
    """Mask numbers, addresses and ticket codes that may be somebody's, and the user's own name."""
    masked = _TICKET.sub(_masked_ticket, _PERSONAL.sub(_masked, mask(text)))
    for place in {str(home), home.as_posix(), str(home).replace("\\", "\\\\")}:
        masked = masked.replace(place, "~") if len(place) > 1 else masked
    return masked


def clean_log(lines: Iterable[str], home: Path) -> Iterator[str]:
    """The records of a log and where a fault passed; of a fault itself its kind alone."""
    is_below_frame = False
    for line in lines:
        is_source = is_below_frame and line.startswith("    ")
        is_below_frame = _FRAME.match(line) is not None
        record = _RECORD.match(line)
        if record is not None:
            is_ours = _OURS.match(record["logger"])
            yield record["head"] + (clean(record["said"], home) if is_ours else LEFT_OUT)
        elif is_source or is_below_frame or _AROUND.match(line):
            yield clean(line, home)
        else:
            yield _kind_alone(line)


def _kind_alone(line: str) -> str:
    fault = _FAULT.match(line)
    return LEFT_OUT if fault is None else f"{fault['kind']}: {LEFT_OUT}"


def _masked(found: re.Match[str]) -> str:
    return found[0] if found.lastgroup == "own" else f"<{found.lastgroup}>"


def _masked_ticket(found: re.Match[str]) -> str:
    is_one = found[0].upper().startswith(PREFIX) or isinstance(parse_ticket(found[0]), Ticket)
    return "<ticket>" if is_one else found[0]
