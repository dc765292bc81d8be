"""By what a resident's question at the counter finds the submission."""

from kiosk.central.vault.keys import CentreKeys


def ticket_hash(keys: CentreKeys, ticket: str, birth_date: str) -> str:
    """Of ticket and birth date, the date in ISO form."""
    return keys.keyed_hash("ticket", ticket, birth_date)


def nik_date_hash(keys: CentreKeys, ticket: str, digits: str) -> str:
    """The same with the birth date as a NIK has it: DDMMYY."""
    return keys.keyed_hash("ticket by NIK", ticket, digits)
