"""Reads mails that came back: delivery status notifications (RFC 3464).

Anybody can write such a mail, so everything in it is only read as text.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Mail
from enum import StrEnum
from typing import Final
from uuid import UUID

MAX_MAIL_BYTES: Final = 1024 * 1024
"""A notification has some kilobytes, and seldom more than the mail that it returns."""
_MOST_IDS = 20
_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_WHERE_TO: Final = ("To", "Delivered-To", "X-Original-To")
_RETURNED: Final = frozenset({"message/rfc822", "text/rfc822-headers", "message/global-headers"})


class NoBounce(StrEnum):
    """Why a mail is not about one of ours that failed; the value says it."""

    TOO_LONG = "this is too long for a notification"
    NO_NOTIFICATION = "this is no delivery status notification"
    NOT_FAILED = "nothing has failed for good"
    NOT_OURS = "no mail of ours came back"


def read_bounce(content: bytes) -> frozenset[UUID] | NoBounce:
    """The ids that a notification of failure repeats."""
    if len(content) > MAX_MAIL_BYTES:
        return NoBounce.TOO_LONG
    try:
        mail = message_from_bytes(content)  # the old policy, which takes headers as they are
    except RecursionError:  # parts within parts within parts
        return NoBounce.NO_NOTIFICATION
    parts = list(_parts(mail))
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if mail.get_content_type() != "multipart/report" or not reports:
        return NoBounce.NO_NOTIFICATION
    blocks = [block for report in reports for block in _parts(report)]
    if not any(str(block["Action"]).strip().lower() == "failed" for block in blocks):
        return NoBounce.NOT_FAILED
    places = [*_headers(mail, *_WHERE_TO)]
    places += [text for block in blocks for text in _headers(block, "Original-Envelope-Id")]
    places += [text for part in parts for text in _returned_id(part)]
    ids = [match for text in places for match in _ID.findall(text.lower())]
    return frozenset(UUID(hex=one) for one in ids[:_MOST_IDS]) or NoBounce.NOT_OURS


def _parts(mail: Mail) -> Iterator[Mail]:
    """Of a report these are one block about the mail, then one about each recipient."""
    content = mail.get_payload()
    yield from (one for one in content if isinstance(one, Mail)) if mail.is_multipart() else ()


def _returned_id(part: Mail) -> Iterator[str]:
    if part.get_content_type() not in _RETURNED:
        return
    for returned in _parts(part):
        yield from _headers(returned, "Message-ID")
    text = part.get_payload()
    if isinstance(text, str):
        yield from _headers(message_from_bytes(text.encode(errors="replace")), "Message-ID")


def _headers(mail: Mail, *names: str) -> Iterator[str]:
    for name in names:
        yield from (str(value) for value in mail.get_all(name, ()))
