"""What an operator asks for in a provisioning file: the same at page and command line."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import TypeAdapter, ValidationError

from kiosk.central.settings.settings_values import WebAddress
from kiosk.sync.protocol import base64_text
from kiosk.sync.provisioning import PROVISION_VERSION, Provisioning

PROVISION_HOURS: Final = 72
MOST_HOURS: Final = 31 * 24
_ANY_CODE: Final = "0000-0000-0000"
_ANY_KEY: Final = base64_text(bytes(32))
_ANY_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)


class OrderProblem(StrEnum):
    """What of an order cannot stand in a file; each has its words under `problem.<value>`."""

    HOURS = "provisioning_bad_hours"
    URL = "provisioning_bad_url"
    PIN = "provisioning_bad_pin"
    AUTHORITIES = "provisioning_bad_ca"
    PROXY = "provisioning_bad_proxy"
    SETTINGS = "provisioning_bad_settings"


_OF_FIELD: Final = {
    "centre_url": OrderProblem.URL,
    "pin": OrderProblem.PIN,
    "ca": OrderProblem.AUTHORITIES,
    "proxy": OrderProblem.PROXY,
}


class ProvisioningTooLongError(Exception):
    """There is more in it than a QR code can show to a webcam."""


@dataclass(frozen=True, slots=True)
class NewProvisioning:
    """A file that was just made. The code in it is a secret until it is used."""

    text: bytes = field(repr=False)
    until: datetime
    url: str


@dataclass(frozen=True, slots=True)
class ProvisionOrder:
    """What is to stand in a file. Which settings there are, only the kiosk knows."""

    url: str
    hours: int = PROVISION_HOURS
    settings: Mapping[str, object] = field(default_factory=dict)
    pin: str | None = None
    ca: str | None = None
    proxy: str | None = field(default=None, repr=False)

    @property
    def problem(self) -> OrderProblem | None:
        """What is wrong with it."""
        if not 0 < self.hours <= MOST_HOURS:
            return OrderProblem.HOURS
        try:
            TypeAdapter(WebAddress).validate_python(self.url)
        except ValidationError:
            return OrderProblem.URL
        try:
            self.said(_ANY_CODE, "-", _ANY_KEY, _ANY_DAY)
        except ValidationError as error:
            return _OF_FIELD.get(str(error.errors()[0]["loc"][0]), OrderProblem.SETTINGS)
        return None

    def said(self, code: str, office_name: str, config_key: str, now: datetime) -> Provisioning:
        """What the file says; raises ValidationError where there is a problem."""
        return Provisioning.model_validate(
            {
                "version": PROVISION_VERSION,
                "issued_at": now,
                "expires_at": now + timedelta(hours=self.hours),
                "centre_url": self.url.rstrip("/"),
                "code": code,
                "office_name": office_name,
                "config_key": config_key,
                "pin": self.pin,
                "ca": self.ca,
                "proxy": self.proxy,
                "settings": self.settings,
            }
        )


@dataclass(frozen=True, slots=True)
class TypedOrder:
    """The same as it stands in a form. `settings` is TOML, as in the kiosk's settings file."""

    url: str = ""
    hours: str = str(PROVISION_HOURS)
    settings: str = ""
    pin: str = ""
    ca: str = ""
    proxy: str = field(default="", repr=False)

    def read(self) -> ProvisionOrder | OrderProblem:
        """The order, or what is wrong with it."""
        if not (self.hours.isascii() and self.hours.isdigit()):
            return OrderProblem.HOURS
        try:
            settings = tomllib.loads(self.settings.replace("\r\n", "\n"))
        except (tomllib.TOMLDecodeError, RecursionError):
            return OrderProblem.SETTINGS
        order = ProvisionOrder(
            url=self.url.strip(),
            hours=int(self.hours[:4]),
            settings=settings,
            pin=" ".join(self.pin.split()) or None,
            ca=self.ca.replace("\r\n", "\n").strip() or None,
            proxy=self.proxy.strip() or None,
        )
        return order.problem or order
