"""Delivery status notifications as mail servers write them, after the example of RFC 3464."""

from uuid import UUID

_TEXT = """\
From: MAILER-DAEMON@mail.example.com
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

The mail could not be delivered to <siti@example.com>.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com
Arrival-Date: Mon, 27 Apr 2026 08:00:00 +0700

Final-Recipient: rfc822; siti@example.com
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--B
Content-Type: message/rfc822

From: Loket <loket@example.com>
To: siti@example.com
Message-ID: <{message_id}@example.com>
Subject: Kartu Prakerja

--B--
"""


def notification(
    message_id: UUID, *, to: str = "loket@example.com", action: str = "failed"
) -> bytes:
    """That this mail of ours has failed, or whatever `action` says."""
    return _TEXT.format(message_id=message_id.hex, to=to, action=action).encode()
