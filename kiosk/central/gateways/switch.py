"""Gives every message to the gateway of its channel, or to the box."""

from kiosk.central.gateways.accounts import Gateways
from kiosk.central.gateways.sms import SmsGateway
from kiosk.central.gateways.smtp import SmtpGateway
from kiosk.central.messages.messages import Channel, Message, Messenger
from kiosk.central.settings.configuration import Clock


class Switch:
    """The messenger of a centre."""

    def __init__(self, gateways: Gateways, box: Messenger, clock: Clock) -> None:
        """Channels without a gateway of their own use the box."""
        self._messengers = {
            channel: gateway_for(gateways, channel, clock) or box for channel in Channel
        }

    def send(self, message: Message) -> None:
        """Hand it on, or raise MessengerError."""
        self._messengers[message.channel].send(message)


def gateway_for(gateways: Gateways, channel: Channel, clock: Clock) -> Messenger | None:
    """The gateway of a channel that has one."""
    if channel is Channel.EMAIL:
        return None if gateways.email is None else SmtpGateway(gateways.email, clock)
    return None if gateways.sms is None else SmsGateway(gateways.sms, clock)
