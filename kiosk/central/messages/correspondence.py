"""Everything between the centre and residents' phones and mailboxes, put together."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.central.counter.tickets import Tickets
from kiosk.central.gateways.accounts import Gateways
from kiosk.central.gateways.box import Box
from kiosk.central.gateways.switch import Switch
from kiosk.central.messages.bounces import Bounces
from kiosk.central.messages.codes import Codes, Messages, Moves
from kiosk.central.messages.delivery import Delivery, MessageErrand
from kiosk.central.messages.email_links import EmailLinks
from kiosk.central.messages.issuing import Issuer
from kiosk.central.messages.messages import Messenger
from kiosk.central.messages.outbox import Outbox
from kiosk.central.pipeline.history import History
from kiosk.central.pipeline.layers import Layers
from kiosk.central.settings.configuration import Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import Database
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.vault.opening import Opener


@dataclass(frozen=True, slots=True)
class Centrepiece:
    """What of the centre correspondence needs."""

    database: Database
    keys: CentreKeys
    settings: Settings
    clock: Clock
    history: History
    layers: Layers
    tickets: Tickets
    opener: Opener


class Correspondence:
    """Asks for it come in by `codes`, `links` and `bounces`; workers do the `errand`."""

    def __init__(
        self,
        of: Centrepiece,
        messenger: Messenger | Gateways,
        ring: Callable[[], None],
    ) -> None:
        """`ring` tells that something is due. What no gateway hands on is kept in the `box`."""
        self.box = Box(of.database, of.keys, of.clock)
        self.outbox = Outbox(of.keys, of.clock)
        issuer = Issuer(of.keys, of.settings, of.clock, self.outbox)
        of.layers.invite_by(issuer.invite)
        moves = Moves(of.clock, of.layers, of.tickets, of.history, ring)
        self.codes = Codes(of.database, of.keys, of.settings, Messages(issuer, self.outbox), moves)
        self.links = EmailLinks(of.database, issuer, moves)
        self.bounces = Bounces(of.database, of.layers)
        if isinstance(messenger, Gateways):
            messenger = Switch(messenger, self.box, of.clock)
        self.errand = MessageErrand(
            Delivery(of.database, of.clock, of.keys, of.opener, of.history, of.layers, messenger)
        )
