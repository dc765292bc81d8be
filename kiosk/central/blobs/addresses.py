"""How a store is named on the command line and in the database; without any secret."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from kiosk.central.blobs.in_database import DatabaseStore
from kiosk.central.blobs.in_folder import FolderStore
from kiosk.central.blobs.store import BlobAddressError, BlobStore
from kiosk.central.settings.configuration import Clock

IN_DATABASE = "database"
_FOLDER = "folder:"
_LOOKS_LIKE = "database, folder:/absolute/path or s3://bucket/prefix?endpoint=URL&region=NAME"


def store_for(address: str, clock: Clock) -> BlobStore:
    """The store of this address; raise BlobAddressError where there can be none."""
    if address == IN_DATABASE:
        return DatabaseStore(clock)
    if address.startswith(_FOLDER):
        return _folder(address)
    return _s3(address)


def _folder(address: str) -> FolderStore:
    folder = Path(address.removeprefix(_FOLDER))
    if not folder.is_absolute():
        raise BlobAddressError(f"{address}: a folder is named by its whole path")
    return FolderStore(folder)


def _s3(address: str) -> BlobStore:
    parts = urlsplit(address)
    options = parse_qs(parts.query)
    is_one = parts.scheme == "s3" and parts.hostname and options.keys() <= {"endpoint", "region"}
    if not is_one or parts.username is not None:
        raise BlobAddressError(f"a store of envelopes is: {_LOOKS_LIKE}")
    try:
        from kiosk.central.blobs.in_s3 import S3Store  # noqa: PLC0415  # boto3 is an extra
    except ImportError as error:
        raise BlobAddressError(f"{address} needs what pip installs as kiosk[s3]") from error
    prefix = parts.path.strip("/")
    endpoint, region = (options.get(name, [None])[0] for name in ("endpoint", "region"))
    return S3Store(parts.netloc, f"{prefix}/" if prefix else "", endpoint, region)
