"""Messages at the command line: what waits for the operator, who hands on, and what came back."""

import argparse
import sys
from typing import TYPE_CHECKING

from kiosk.central_commands.folder import (
    AT_THE_CONSOLE,
    centre_folder,
    the_centre,
    usable_folder,
)
from kiosk.command import Exit, fail

if TYPE_CHECKING:
    from kiosk.central.messages.messages import Message


def add_messages(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The box, the gateways, and mails that come back."""
    messages = jobs.add_parser("messages", help="what no gateway sends to residents, to read here")
    messages.set_defaults(command=_messages)
    gateways = jobs.add_parser("gateways", help="who hands messages on, and whether they do")
    gateways.add_argument("--test", metavar="ADDRESS", help="send one to this mailbox or phone")
    gateways.set_defaults(command=_gateways)
    bounce = jobs.add_parser("bounce", help="take a mail that came back, from standard input")
    bounce.set_defaults(command=_bounce)


def _messages(options: argparse.Namespace) -> int:
    from kiosk.central.desk.audit import Deed

    with the_centre(options) as centre:
        box = centre.messages.messages()
        if box:
            centre.desk.audit.write(AT_THE_CONSOLE, Deed.MESSAGE_READ, "all", str(len(box)))
        for kept in box:
            message = kept.message
            print(f"{kept.at:%Y-%m-%d %H:%M} {message.channel} {message.recipient} {message.text}")
    return Exit.OK


def _gateways(options: argparse.Namespace) -> int:
    with usable_folder():
        if options.test is not None:
            return _test(options, options.test)
        print("\n".join(_standing(options)))
    return Exit.OK


def _standing(options: argparse.Namespace) -> list[str]:
    """Each channel, who hands its messages on, how many wait, and whether it is left alone now."""
    from kiosk.central.gateways.config import load_gateways
    from kiosk.central.messages.messages import CHANNEL_OF

    gateways = load_gateways(centre_folder(options))
    lines = []
    with the_centre(options) as centre, centre.database.reading() as session:
        for layer, channel in CHANNEL_OF.items():
            waiting = centre.outbox.waiting(session, layer)
            down = ", down" if centre.outbox.down_for(session, layer) else ""
            lines.append(f"{channel}: {gateways.place(channel)}, {waiting} waiting{down}")
    return lines


def _test(options: argparse.Namespace, address: str) -> int:
    """Hand one message on at once, past the queue: it concerns no registration."""
    from kiosk.central.gateways.config import load_gateways
    from kiosk.central.gateways.switch import gateway_for
    from kiosk.central.messages.messages import MessengerError
    from kiosk.central.settings.configuration import utc_now

    message = _test_message(address)
    if message is None:
        return fail(Exit.UNUSABLE, "give an e-mail address or a mobile number")
    gateway = gateway_for(load_gateways(centre_folder(options)), message.channel, utc_now)
    if gateway is None:
        return fail(Exit.SETTINGS, f"there is no gateway for {message.channel}")
    try:
        gateway.send(message)
    except MessengerError as error:
        return fail(Exit.CENTRE, f"not handed on: {error}")
    print(f"handed on by {message.channel}; now see whether it arrives")
    return Exit.OK


def _test_message(address: str) -> "Message | None":
    from uuid import uuid4

    from kiosk.central.messages.messages import TEST_TEXT, Channel, Message
    from kiosk.domain.email import Email, parse_email
    from kiosk.domain.phone import Phone, parse_phone

    email, phone = parse_email(address), parse_phone(address)
    if isinstance(email, Email):
        return Message(uuid4(), uuid4(), Channel.EMAIL, email.value, TEST_TEXT)
    if isinstance(phone, Phone):
        return Message(uuid4(), uuid4(), Channel.SMS, phone.value, TEST_TEXT)
    return None


def _bounce(options: argparse.Namespace) -> int:
    from kiosk.central.gateways.returned_mail import MAX_MAIL_BYTES
    from kiosk.central.messages.bounces import BounceResult

    content = sys.stdin.buffer.read(MAX_MAIL_BYTES + 1)
    with the_centre(options) as centre:
        result = centre.bounces.take(content)
    if isinstance(result, BounceResult):
        print(result)
        return Exit.OK
    return fail(Exit.UNUSABLE, f"ignored: {result}")
