"""Keyrings as computers have them: one that works, and those that cannot be trusted."""

from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked


class MemoryKeyring(KeyringBackend):
    """Keeps what it is given, as a keyring should."""

    priority: ClassVar[float] = 0  # never chosen by itself

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class ForgetfulKeyring(MemoryKeyring):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = ""


class ClingingKeyring(MemoryKeyring):
    """Cannot delete."""

    def delete_password(self, service: str, username: str) -> None:
        pass


class LockedKeyring(MemoryKeyring):
    """Nobody has signed in."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("prompt dismissed")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("prompt dismissed")


class PlaintextKeyring(MemoryKeyring):
    """Works, and anybody can read it."""


class KeyringChain(ChainerBackend):
    """Several keyrings on one computer."""

    priority: ClassVar[float] = 0
    backends: ClassVar[list[KeyringBackend]] = []
