"""Makes the file that enrols a kiosk and sets it up."""

import argparse
import os
import sys
import tomllib
from io import BufferedWriter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kiosk.central_commands.folder import AT_THE_CONSOLE, the_centre
from kiosk.command import Exit, fail
from kiosk.config import ConfigError, check_settings
from kiosk.sync.provisioning import MAX_QR_BYTES

if TYPE_CHECKING:
    from kiosk.central.centre import Centre
    from kiosk.central.devices.provisioning import NewProvisioning, ProvisionOrder

_PRIVATE_FILE = 0o600
_PRINTED = "-"
_OF_THIS_COMPUTER = "http://"
"""No address that is reached from elsewhere may begin so."""


class _Setting(NamedTuple):
    table: str
    key: str
    value: object


def add_provisioning(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it."""
    provision = jobs.add_parser(
        "provision", help="make a file, or QR code, that enrols one kiosk and sets it up"
    )
    provision.add_argument("office", help="id of the office")
    provision.add_argument("--out", metavar="FILE", help="else OFFICE.loket; - prints it")
    provision.add_argument(
        "--setting",
        dest="settings",
        type=_setting,
        metavar="SECTION.KEY=VALUE",
        action="append",
        default=[],
        help="as in the kiosk's settings file; may be given again",
    )
    provision.add_argument("--hours", type=int, help="how long it can be used; 72 by default")
    provision.add_argument("--url", help="the centre's address, where it is not public_url")
    provision.add_argument("--proxy", metavar="URL", help="through which the kiosk goes")
    provision.add_argument("--pin", help="sha256/... of the key of the centre's certificate")
    provision.add_argument(
        "--ca", type=_authorities, metavar="FILE.pem", help="to trust in place of the system's"
    )
    provision.add_argument("--qr", type=Path, metavar="FILE.svg", help="draw it as a QR code, too")
    provision.set_defaults(command=_provision)


def _provision(options: argparse.Namespace) -> int:
    from kiosk.central.devices.provisioning import ProvisioningTooLongError

    out = options.out or f"{options.office}.loket"
    if out != _PRINTED and Path(out).exists():
        return fail(Exit.UNUSABLE, f"{out} is there already: name another with --out")
    try:
        with the_centre(options) as centre:
            made = _make(centre, options)
    except LookupError:
        return fail(Exit.SETTINGS, f"there is no office {options.office}: add it first")
    except ProvisioningTooLongError:
        return fail(Exit.UNUSABLE, f"more than {MAX_QR_BYTES} bytes: too dense for a QR code")
    return made if isinstance(made, int) else _hand_out(made, out, options.qr)


def _make(centre: "Centre", options: argparse.Namespace) -> "NewProvisioning | int":
    from kiosk.central.desk.audit import Deed
    from kiosk.central.desk.words import Language, words

    order = _order(options, centre.settings.current.public_url)
    if order.problem is not None:
        return fail(Exit.UNUSABLE, words(Language.ENGLISH)(f"problem.{order.problem}"))
    most_bytes = None if options.qr is None else MAX_QR_BYTES
    with centre.desk.audit.act(AT_THE_CONSOLE, Deed.PROVISIONING, options.office):
        return centre.enrolments.new_provisioning(options.office, order, most_bytes)


def _order(options: argparse.Namespace, public_url: str) -> "ProvisionOrder":
    from kiosk.central.devices.provisioning import PROVISION_HOURS, ProvisionOrder

    settings: dict[str, dict[str, object]] = {}
    for setting in options.settings:
        settings.setdefault(setting.table, {})[setting.key] = setting.value
    return ProvisionOrder(
        url=options.url or public_url,
        hours=PROVISION_HOURS if options.hours is None else options.hours,
        settings=settings,
        pin=options.pin,
        ca=options.ca,
        proxy=options.proxy,
    )


def _hand_out(made: "NewProvisioning", out: str, picture: Path | None) -> int:
    """Whoever reads the file can enrol a kiosk by it: it is of this user alone."""
    import segno

    try:
        if picture is not None:
            drawn = segno.make(made.text.decode("ascii"), error="l", boost_error=False)
            with _private(picture) as file:
                drawn.save(file, kind="svg", scale=4)
        if out == _PRINTED:
            sys.stdout.write(made.text.decode("ascii"))
            return Exit.OK
        with _private(Path(out)) as file:
            file.write(made.text)
    except OSError as error:
        return fail(Exit.UNUSABLE, f"{error.filename} cannot be written: {error.strerror}")
    until = f"{made.until.astimezone():%Y-%m-%d %H:%M %z}"
    print(f"{out} can be used until {until}, by one kiosk, which asks {made.url}")
    if made.url.startswith(_OF_THIS_COMPUTER):
        print("no other computer gets there: set public_url in the settings, or give --url")
    return Exit.OK


def _private(path: Path) -> BufferedWriter:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE), "wb")


def _setting(text: str) -> _Setting:
    """What a kiosk of this version would take: as TOML, or as plain text where that is not it."""
    name, _, value = text.partition("=")
    table, _, key = name.partition(".")
    faults = []
    for read in _readings(value):
        try:
            check_settings({table: {key: read}})
        except ConfigError as error:
            faults.append(str(error))
        else:
            return _Setting(table, key, read)
    raise argparse.ArgumentTypeError(faults[0])


def _readings(value: str) -> tuple[object, ...]:
    try:
        return tomllib.loads(f"value = {value}")["value"], value
    except tomllib.TOMLDecodeError:
        return (value,)


def _authorities(path: str) -> str:
    try:
        return Path(path).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise argparse.ArgumentTypeError(f"{path} cannot be read: {error}") from error
