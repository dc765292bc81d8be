"""Mails that come back: those of RFC 3464 are understood, and none does any harm."""

from email.message import EmailMessage
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.central.gateways.returned_mail import MAX_MAIL_BYTES, NoBounce, read_bounce
from tests.central.gateways.notification import notification

ID = UUID("0b7e5a5a-3c3f-4f7e-9a55-1d2c3b4a5f60")


def test_a_failure_is_recognised_by_the_id_in_the_returned_mail() -> None:
    assert read_bounce(notification(ID)) == frozenset({ID})


def test_a_failure_is_recognised_by_the_address_that_it_was_sent_to() -> None:
    mail = notification(UUID(int=0), to=f"bounce+{ID.hex}@example.com")
    assert ID in read_bounce(mail)


def test_a_failure_is_recognised_by_the_id_of_the_envelope() -> None:
    mail = notification(UUID(int=0)).replace(
        b"Reporting-MTA:", b"Original-Envelope-Id: %b\nReporting-MTA:" % ID.hex.encode()
    )
    assert ID in read_bounce(mail)


def test_headers_alone_may_come_back() -> None:
    whole = notification(ID).replace(b"message/rfc822", b"text/rfc822-headers")
    assert read_bounce(whole) == frozenset({ID})


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "", "failing"])
def test_what_has_not_failed_is_no_bounce(action: str) -> None:
    assert read_bounce(notification(ID, action=action)) is NoBounce.NOT_FAILED


def test_an_answer_from_a_holiday_is_no_bounce() -> None:
    mail = EmailMessage()
    mail["To"] = f"bounce+{ID.hex}@example.com"
    mail["Subject"] = "Action: failed"
    mail.set_content(f"Action: failed\nMessage-ID: <{ID.hex}@example.com>\n")
    assert read_bounce(bytes(mail)) is NoBounce.NO_NOTIFICATION


def test_a_notification_about_somebody_else_s_mail_is_not_ours() -> None:
    mail = notification(ID).replace(ID.hex.encode(), b"something-else")
    assert read_bounce(mail) is NoBounce.NOT_OURS


def test_what_is_too_long_is_not_even_read() -> None:
    mail = notification(ID) + bytes(MAX_MAIL_BYTES)
    assert read_bounce(mail) is NoBounce.TOO_LONG


def test_a_thousand_ids_are_not_tried() -> None:
    ids = b", ".join(b"bounce+%032x@example.com" % number for number in range(1000))
    found = read_bounce(b"To: " + ids + b"\n" + notification(ID))
    assert len(found) <= 20


def test_parts_within_parts_within_parts_are_no_notification() -> None:
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (depth, depth)
        for depth in range(5000)
    )
    assert read_bounce(nested) is NoBounce.NO_NOTIFICATION


@given(st.binary(max_size=2000))
def test_no_bytes_do_any_harm(content: bytes) -> None:
    assert isinstance(read_bounce(content), NoBounce)


@given(st.integers(0, 900), st.binary(max_size=60), st.integers(0, 60))
def test_a_notification_damaged_anywhere_does_no_harm(at: int, put: bytes, out: int) -> None:
    mail = notification(ID)
    found = read_bounce(mail[:at] + put + mail[at + out :])
    assert isinstance(found, NoBounce) or all(isinstance(one, UUID) for one in found)
