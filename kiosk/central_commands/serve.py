"""Runs the centre."""

import argparse
from pathlib import Path

from kiosk.central_commands.folder import the_centre
from kiosk.central_commands.photo_check import PhotoCheckError, add_photo_check, photo_verifiers
from kiosk.central_commands.work import number_of_threads
from kiosk.command import Exit, fail


def add_serving(central: argparse.ArgumentParser) -> None:
    """What `kiosk central` without a job may be told."""
    central.add_argument("--host", default="127.0.0.1")
    central.add_argument("--port", type=int, default=8700)
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


def _announce(url: str) -> None:
    print(f"the centre answers at {url}", flush=True)
    print("messages to residents are read with: kiosk central messages", flush=True)
