"""Runs the centre."""

import argparse
from pathlib import Path

from kiosk.central_commands.folder import the_centre
from kiosk.central_commands.photo_check import PhotoCheckError, add_photo_check, photo_verifiers
from kiosk.central_commands.work import number_of_threads
from kiosk.command import Exit, fail

_LAST_PORT = 65_535


def add_serving(central: argparse.ArgumentParser) -> None:
    """What `kiosk central` without a job may be told."""
    central.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on; another one than this computer's own needs a certificate",
    )
    central.add_argument("--port", type=_port, default=8700, help="8700 unless said otherwise")
    central.add_argument("--certificate", type=Path, help="PEM file; needed beyond this computer")
    central.add_argument("--key", type=Path, help="PEM file of the certificate's private key")
    central.add_argument(
        "--demo-code", help="enrols one kiosk of a demo office; for this computer only"
    )
    central.add_argument(
        "--workers",
        type=number_of_threads,
        default=1,
        help="threads that move registrations on; 0 where `work` processes do",
    )
    add_photo_check(central)
    central.set_defaults(command=_serve)


def _serve(options: argparse.Namespace) -> int:
    from kiosk.central.web.server import CannotServeError, Place, TlsFiles, serve

    if (options.certificate is None) != (options.key is None):
        return fail(Exit.UNUSABLE, "--certificate and --key belong together: give both")
    tls = TlsFiles(options.certificate, options.key) if options.certificate else None
    try:
        place = Place(options.host, options.port, tls)
        with photo_verifiers(options) as verifiers, the_centre(options, verifiers) as centre:
            centre.employ(options.workers)
            serve(centre, place, _announce, options.demo_code)
    except CannotServeError as error:
        return fail(Exit.SETTINGS, str(error))
    except PhotoCheckError as error:
        return fail(Exit.CAMERA, str(error))
    return Exit.OK


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= _LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"a number from 0 to {_LAST_PORT}; 0 takes a free one")


def _announce(url: str) -> None:
    print(f"the centre answers at {url}", flush=True)
    print(f"its people log in at {url}/desk/ once `kiosk central account` let them", flush=True)
    print("messages that no gateway sends are read with: kiosk central messages", flush=True)
