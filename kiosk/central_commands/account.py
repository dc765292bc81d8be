"""Who may log in at the operators' page, on the command line."""

import argparse

from kiosk.central_commands.folder import AT_THE_CONSOLE, the_centre
from kiosk.command import Exit, fail

_ROLES = ("administrator", "operator", "office", "auditor")


def add_account(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Make an account, give it a new start, close it, or list all."""
    account = jobs.add_parser(
        "account",
        help="let somebody log in at /desk: print a password to be used once, within a day",
    )
    account.add_argument("name", nargs="?", help="small letters; without one, all are listed")
    what = account.add_mutually_exclusive_group()
    what.add_argument("--role", choices=_ROLES)
    what.add_argument("--close", action="store_true", help="let this account in no more")
    account.add_argument("--office", help="id of its only office, for the role of an office")
    account.set_defaults(command=_account)


def _account(options: argparse.Namespace) -> int:
    if options.name is None:
        return _list(options)
    if options.close:
        return _close(options)
    if options.role is None:
        return fail(Exit.SETTINGS, f"say what {options.name} is for: --role {'|'.join(_ROLES)}")
    return _issue(options)


def _list(options: argparse.Namespace) -> int:
    with the_centre(options) as centre:
        for account in centre.desk.accounts.accounts():
            print(" ".join(filter(None, (account.name, account.role, account.office_id))))
    return Exit.OK


def _issue(options: argparse.Namespace) -> int:
    from kiosk.central.desk.accounts import AccountError
    from kiosk.central.desk.audit import Deed
    from kiosk.central.desk.models import Role

    with the_centre(options) as centre:
        desk, role = centre.desk, Role(options.role)
        try:
            with desk.audit.act(AT_THE_CONSOLE, Deed.ACCOUNT, options.name, role):
                password = desk.accounts.issue(options.name, role, options.office)
        except AccountError as error:
            return fail(Exit.SETTINGS, str(error))
    print(password)
    return Exit.OK


def _close(options: argparse.Namespace) -> int:
    from kiosk.central.desk.audit import Deed

    with the_centre(options) as centre:
        desk = centre.desk
        try:
            with desk.audit.act(AT_THE_CONSOLE, Deed.ACCOUNT_CLOSE, options.name):
                desk.accounts.close(options.name)
        except LookupError:
            return fail(Exit.FOUND, f"there is no account {options.name}")
    return Exit.OK
