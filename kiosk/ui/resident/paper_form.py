"""Prints the filled form, for the resident to read and sign."""

from concurrent.futures import Future

from kiosk.domain.draft import Draft
from kiosk.ui.look import Look
from kiosk.ui.print.form import make_form, print_form
from kiosk.ui.print.printer import Printing
from kiosk.ui.resident.wording import in_language
from kiosk.ui.services import Services


def print_draft(draft: Draft, services: Services, look: Look) -> "Future[Printing]":
    """Print it in the language of the moment, in a thread of the workers."""
    form = make_form(
        draft,
        services.regions,
        in_language(services.bundle().statement.sentences, look.language),
        services.office.name,
        look.text,
        services.clock(),
    )
    return services.workers.submit(print_form, form, look.text, services.printer)
