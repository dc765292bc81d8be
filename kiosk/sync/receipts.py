"""Receipts: nothing counts as delivered without one that fits."""

from pydantic import ValidationError

from kiosk.sync.central import PartName
from kiosk.sync.protocol import Receipt, Signed
from kiosk.sync.signing import SignatureError, SigningContext, verify


class ReceiptError(Exception):
    """Whoever gave this receipt does not have our envelope, or is not our centre."""


def verified_receipt(signed: Signed, name: PartName, sha256: str, receipt_key: bytes) -> Receipt:
    """Return the receipt if the centre signed it for exactly this envelope under this name.

    Raises ReceiptError.
    """
    try:
        payload = verify(signed, SigningContext.RECEIPT, receipt_key)
        receipt = Receipt.model_validate_json(payload)
    except (SignatureError, ValidationError) as error:
        raise ReceiptError("not signed by our centre, or of another form") from error
    received = PartName(receipt.submission_id, receipt.part, receipt.revision)
    if received != name or receipt.sha256 != sha256:
        raise ReceiptError("for another part")
    return receipt
