"""What reaches residents where they are: their mailbox and their telephone."""

import re
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from kiosk.central.centre import Centre
from kiosk.central.messages.messages import Message

_LINK: Final = re.compile(r"https?://\S+")
_CODE: Final = re.compile(r"\b\d{6}\b")
_SECONDS: Final = 30
_RETURNED: Final = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=parts

--parts
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; nobody@example.com
Action: failed
Status: 5.1.1

--parts
Content-Type: text/rfc822-headers

Message-ID: <{id}@example.com>

--parts--
"""


class Outside:
    """Reads what the centre's own box would have sent; nothing leaves this computer."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._newest: dict[str, Message] = {}

    def look(self) -> None:
        """See what has come since; of several messages to one address the newest counts."""
        kept = self._centre.messages.messages()
        self._newest = {one.message.recipient: one.message for one in kept}

    def confirm_mail(self, address: str) -> bool:
        """Open the link of the mail that lies in this mailbox, if there is one."""
        mail = self._newest.get(address)
        link = mail and _LINK.search(mail.text)
        if not link:
            return False
        try:
            with urlopen(Request(link[0], method="POST"), timeout=_SECONDS):  # noqa: S310
                return True
        except URLError:
            return False

    def return_mail(self, address: str) -> bool:
        """Be the mail server that does not know this mailbox."""
        mail = self._newest.get(address)
        if mail is not None:
            self._centre.bounces.take(_RETURNED.format(id=mail.message_id.hex).encode())
        return mail is not None

    def code_of(self, phone: str) -> str | None:
        """The code that this telephone shows."""
        message = self._newest.get(phone)
        code = message and _CODE.search(message.text)
        return code[0] if code else None
