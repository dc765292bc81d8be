"""What every store of sealed envelopes can do, wherever it keeps them.

An envelope goes by the SHA-256 of its bytes, in hex. A store knows nothing else about it.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

SHARDS = tuple(f"{number:02x}" for number in range(256))
"""How names begin: a store is looked through one shard after the other."""
Write = Callable[[Session], None]
"""What is left to do inside the transaction that everything else is written in."""


class BlobStoreDownError(Exception):
    """The store does not answer, or not with what it was given. Nothing is lost: try again."""


class BlobAddressError(ValueError):
    """No store has such an address; the message says what one looks like."""


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """One name that a store holds, and since when; storing it again makes it new."""

    name: str
    at: datetime


class BlobStore(Protocol):
    """A place for envelopes. Whatever it is asked, it raises BlobStoreDownError if it cannot."""

    def put(self, name: str, content: bytes) -> Write:
        """Store it where it outlives a power cut, also if it is there already.

        Called outside of any transaction, which must not wait for a network; what is returned is
        called inside of the one that makes the envelope known.
        """
        ...

    def get(self, session: Session, name: str) -> bytes:
        """The bytes; raise LookupError where there are none of this name."""
        ...

    def erase(self, names: Collection[str]) -> Write:
        """Forget these for good, those that are not there as well; the rest as with `put`."""
        ...

    def each(self, session: Session, shard: str) -> Iterator[StoredBlob]:
        """Every name that begins like this."""
        ...


def nothing_more(_session: Session) -> None:
    """The write of a store that is not the database."""
