"""The notes of a history in the language of the page; the centre writes them in English."""

import re

from kiosk.central.desk.words import Words

_ABOUT = re.compile(r"(?P<what>[a-z]+)(?: (?P<number>\d+))?: (?P<rest>.+)")
_SAYINGS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("received", "received"),
        ("not_required", "not_required by (?P<name>.+)"),
        ("passed", "passed by (?P<name>.+)"),
        ("rejected_again", "rejected by (?P<name>.+), again"),
        ("rejected", "rejected by (?P<name>.+)"),
        ("doubted", "doubted by (?P<name>.+)"),
        ("accepted", "accepted by the operator"),
        ("confirmed", "confirmed by .+"),
        ("not_certain", "(?P<name>.+) is not certain"),
        ("kiosk_found_none", "the kiosk found no .+, (?P<name>.+) does"),
        ("unreadable", "unreadable"),
        ("by_exception", "kept by exception"),
        ("no_photo", "none, by exception"),
        ("strange_photo", "came although none was to be taken"),
        ("patch_taken", "taken: .+"),
        ("patch_refused", "refused: .+"),
        ("score", r"(?:sat, )?(?P<right>\d+) of (?P<scored>\d+)"),
        ("waits", "waits: (?P<name>.+)"),
        ("code_sent", "code sent"),
        ("code_not_sent", "code not handed on"),
        ("code_asked", "code asked for"),
        ("code_refused", "code refused"),
        ("phone_shown", "phone number shown to the office"),
    )
)
"""The first that fits counts; its words are under `said.<name>`."""


def said(t: Words, note: str) -> str:
    """The note in these words; one that has none as it was written."""
    about = _ABOUT.fullmatch(note)
    rest = about["rest"] if about else note
    for name, pattern in _SAYINGS:
        found = pattern.fullmatch(rest)
        if found:
            sentence = t(f"said.{name}", **found.groupdict())
            if about:
                return f"{_subject(t, about)}: {sentence}"
            return sentence[:1].upper() + sentence[1:]
    return note


def _subject(t: Words, about: re.Match[str]) -> str:
    what = about["what"]
    known = next((key for key in (f"part.{what}", f"step.{what}") if key in t), "")
    subject = t(known) if known else what
    return f"{subject} {about['number']}" if about["number"] else subject
