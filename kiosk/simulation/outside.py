"""What reaches residents where they are: their mailbox and their telephone."""

import re
from collections.abc import Callable, Iterable
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from kiosk.central.messages import Message

_LINK: Final = re.compile(r"https?://\S+")
_CODE: Final = re.compile(r"\b\d{6}\b")
_SECONDS: Final = 30


class Outside:
    """Reads what the centre's own box would have sent; nothing leaves this computer."""

    def __init__(self, messages: Callable[[], Iterable[Message]]) -> None:
        self._messages = messages
        self._texts: dict[str, str] = {}

    def look(self) -> None:
        """See what has come since; of several messages to one address the newest counts."""
        self._texts = {message.recipient: message.text for message in self._messages()}

    def confirm_mail(self, address: str) -> bool:
        """Open the link of the mail that lies in this mailbox, if there is one."""
        link = _LINK.search(self._texts.get(address, ""))
        if link is None:
            return False
        try:
            with urlopen(Request(link[0], method="POST"), timeout=_SECONDS):  # noqa: S310
                return True
        except URLError:
            return False

    def code_of(self, phone: str) -> str | None:
        """The code that this telephone shows."""
        code = _CODE.search(self._texts.get(phone, ""))
        return code and code[0]
