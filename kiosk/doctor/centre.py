"""The way to the centre, step by step: what was set, the line, the certificate, and its answer."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from http import HTTPMethod
from typing import Final
from urllib.request import getproxies

from kiosk.backroom import centre_address
from kiosk.doctor.case import Case
from kiosk.doctor.clock import judge_skew, unheard
from kiosk.doctor.finding import Check, Finding, State, fail, ok, warn
from kiosk.doctor.line import Place, Shown, addresses_of, look_at_certificate, reach
from kiosk.doctor.store_look import StoreContent
from kiosk.sync.central import (
    CentralError,
    CentralUnavailableError,
    DeviceRevokedError,
    NotAuthorisedError,
)
from kiosk.sync.transport import AddressError, CentreAddress, Request, Timeouts, Transport
from kiosk.ui.text import Texts

ENDS_SOON_DAYS: Final = 14
_PATIENCE: Final = Timeouts(connect=3.0, read=4.0, total=6.0)


def examine_centre(case: Case) -> Iterator[Finding]:
    """Each step; those after one that ends are left out, for they could not be taken."""
    content = None if case.store is None else case.store.content
    yield _enrolment(content)
    try:
        address = centre_address(case.config.centre, _PATIENCE)
    except AddressError as error:
        yield fail(Check.CENTRE_ADDRESS, str(error), "doctor.centre_address")
        return
    yield ok(Check.CENTRE_ADDRESS, str(Place.of(address.base_url)))
    line = tuple(_walk(address))
    yield from line
    is_cut = any(finding.state is State.FAIL and finding.check in _CUTTING for finding in line)
    if is_cut:
        yield unheard(content.latest if content else None, case.clock())
    else:
        yield from _ask(address, content, case)
    yield from _ignored_proxies(address, is_cut=is_cut)


_CUTTING: Final = frozenset({Check.CENTRE_NAME, Check.CENTRE_LINE, Check.PROXY})


def judge_certificate(shown: Shown, now: datetime) -> Finding:
    """Trusted, and for how long."""
    days = (shown.ends_at - now).days
    value = f"by {shown.issuer}, {days} days left"
    if shown.distrust:
        return fail(Check.CENTRE_CERTIFICATE, f"{value}: {shown.distrust}", "doctor.certificate")
    if days < ENDS_SOON_DAYS:
        return warn(Check.CENTRE_CERTIFICATE, value, "doctor.certificate_ends")
    return ok(Check.CENTRE_CERTIFICATE, value)


def judge_pin(shown: Shown, address: CentreAddress) -> Finding:
    """One of the pins has to be that of the key which was shown."""
    if not address.pins:
        return ok(Check.CENTRE_PIN, "none is set")
    if shown.pin in address.pins:
        return ok(Check.CENTRE_PIN, "fits")
    return fail(Check.CENTRE_PIN, f"shown was {shown.pin}", "doctor.pin_wrong")


def _enrolment(content: StoreContent | None) -> Finding:
    if content is None or content.enrolment is None:
        return warn(Check.CENTRE_ENROLMENT, "not enrolled", "doctor.not_enrolled")
    office = content.office.name if content.office else "an office"
    return ok(Check.CENTRE_ENROLMENT, f"{office}, device {content.enrolment.device_id}")


def _walk(address: CentreAddress) -> Iterator[Finding]:
    """Towards the centre, or the proxy before it, until something fails."""
    centre = Place.of(address.base_url)
    proxy = None if address.proxy is None else Place.of(address.proxy)
    first = proxy or centre
    try:
        numbers = addresses_of(first.host)
    except OSError as error:
        yield fail(Check.CENTRE_NAME, f"{first.host}: {error}", "doctor.centre_name")
        return
    yield ok(Check.CENTRE_NAME, f"{first.host} is {', '.join(numbers)}")
    check, advice = Check.CENTRE_LINE, "doctor.centre_line"
    if proxy is not None:
        check, advice = Check.PROXY, "doctor.proxy"
    try:
        reach(first)
    except OSError as error:
        yield fail(check, f"{first}: {error}", advice)
        return
    yield ok(check, f"{first} answers")
    if address.base_url.startswith("https:"):
        yield from _certificate(address, centre, proxy)


def _certificate(address: CentreAddress, centre: Place, proxy: Place | None) -> Iterator[Finding]:
    if address.proxy is not None and address.proxy.startswith("https:"):
        yield ok(Check.CENTRE_CERTIFICATE, "not looked at behind a proxy over https")
        return
    try:
        shown = look_at_certificate(centre, proxy, address.ca_file)
    except (OSError, ValueError) as error:
        yield fail(Check.CENTRE_CERTIFICATE, f"none was shown: {error}", "doctor.certificate_none")
        return
    yield judge_certificate(shown, datetime.now(shown.ends_at.tzinfo))
    yield judge_pin(shown, address)


def _ask(address: CentreAddress, content: StoreContent | None, case: Case) -> Iterator[Finding]:
    """One question, as the kiosk asks it; without an enrolment a refusal is the right answer."""
    token = content.token if content and content.enrolment else None
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with closing(Transport(address, case.clock)) as transport:
        try:
            transport.exchange(Request(HTTPMethod.GET, "config", headers), {})
            yield ok(Check.CENTRE_ANSWER, "answers, and takes this kiosk")
        except CentralError as error:
            yield _judge_refusal(error, content if token else None, case.clock())
        skew = transport.clock_skew
    if skew is None:
        yield unheard(content.latest if content else None, case.clock())
    else:
        yield judge_skew(skew)


def _judge_refusal(error: CentralError, content: StoreContent | None, now: datetime) -> Finding:
    match error:
        case NotAuthorisedError() if content is None:
            return ok(Check.CENTRE_ANSWER, "answers by the protocol")
        case NotAuthorisedError() if content and content.token_until and content.token_until <= now:
            return ok(
                Check.CENTRE_ANSWER, "answers; the token has run out and is renewed by itself"
            )
        case NotAuthorisedError():
            return warn(Check.CENTRE_ANSWER, "does not take this kiosk's token", "doctor.token")
        case DeviceRevokedError():
            return fail(Check.CENTRE_ANSWER, "this kiosk was closed", "doctor.revoked")
        case CentralUnavailableError():
            value = f"{Texts('en')(error.key)} ({error})"
            return fail(Check.CENTRE_ANSWER, value, f"{error.key}_do")
    return fail(Check.CENTRE_ANSWER, str(error), "doctor.centre_answer")


def _ignored_proxies(address: CentreAddress, *, is_cut: bool) -> Iterator[Finding]:
    """Proxies of the system are not used; where there is no other way, that is worth knowing."""
    if address.proxy is not None:
        return
    found = getproxies().get("https") or getproxies().get("http")
    if not found:
        return
    # as others wrote it: a password may be in it, and more than http before it
    place = found.rpartition("@")[2].rpartition("//")[2].partition("/")[0]
    value = f"{place} of the system is not used"
    yield warn(Check.PROXY, value, "doctor.proxy_ignored") if is_cut else ok(Check.PROXY, value)
