"""A gateway that hands every message to the test."""

import re
from collections.abc import Callable

from kiosk.central.messages.messages import Channel, Message, MessengerError

LINK = re.compile(r"https?://\S+/email/\S+")


class RecordingGateway:
    """Takes messages, or fails when it is told to."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.trouble: MessengerError | None = None
        self.meanwhile: Callable[[], object] = lambda: None
        """What happens while it takes its time over the next message."""
        self.afterwards: Callable[[], object] = lambda: None
        """What happens when it has taken the next message."""

    def send(self, message: Message) -> None:
        happens, self.meanwhile = self.meanwhile, lambda: None
        happens()
        if self.trouble is not None:
            raise self.trouble
        self.sent.append(message)
        happens, self.afterwards = self.afterwards, lambda: None
        happens()

    def code(self) -> str:
        """The code of the last message."""
        return self.sent[-1].text.partition("Kode Loket Anda: ")[2][:6]

    def link(self) -> str:
        """The path of the link in the last mail."""
        mails = [message.text for message in self.sent if message.channel is Channel.EMAIL]
        (found,) = LINK.findall(mails[-1])
        return "/email/" + str(found).rpartition("/")[2]
