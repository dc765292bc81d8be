"""Envelopes in a bucket of an S3-compatible store.

Who we are comes from where `boto3` looks by itself: the environment, or a file of credentials.
The bucket must keep no old versions, or what is erased would still be there.
"""

from base64 import b64encode
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from sqlalchemy.orm import Session

from kiosk.central.blobs.store import BlobStoreDownError, StoredBlob, Write, nothing_more

_CONNECTIONS = 40
"""As many as the web framework has threads."""
_CONFIG = Config(
    connect_timeout=2,
    read_timeout=10,
    retries={"total_max_attempts": 2},
    max_pool_connections=_CONNECTIONS,
    s3={"addressing_style": "path"},
    request_checksum_calculation="when_required",  # we give our own; not every store knows others
    response_checksum_validation="when_required",
)
_NOT_THERE: Final = frozenset({"NoSuchKey", "404"})
_ERASED_AT_ONCE = 1000
"""The most that one request may name."""


class S3Store:
    """For a centre on several computers. An answer of 200 is the store's word that it has it."""

    def __init__(self, bucket: str, prefix: str, endpoint: str | None, region: str | None) -> None:
        self._bucket = bucket
        self._prefix = prefix
        self._client: Any = boto3.client(
            "s3", endpoint_url=endpoint, region_name=region, config=_CONFIG
        )

    def put(self, name: str, content: bytes) -> Write:
        """The store compares with the hash that it is told, and refuses what was spoilt."""
        with _reached():
            self._client.put_object(
                Bucket=self._bucket,
                Key=self._prefix + name,
                Body=content,
                ContentType="application/octet-stream",
                ChecksumSHA256=b64encode(bytes.fromhex(name)).decode(),
            )
        return nothing_more

    def get(self, _session: Session, name: str) -> bytes:
        """The bytes; raise LookupError where there are none of this name."""
        with _reached():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
                content: bytes = answer["Body"].read()
            except ClientError as error:
                if error.response["Error"]["Code"] in _NOT_THERE:
                    raise LookupError(name) from error
                raise
            return content

    def erase(self, names: Collection[str]) -> Write:
        """Many with one request."""
        keys = [{"Key": self._prefix + name} for name in names]
        with _reached():
            for start in range(0, len(keys), _ERASED_AT_ONCE):
                some = {"Objects": keys[start : start + _ERASED_AT_ONCE], "Quiet": True}
                answer = self._client.delete_objects(Bucket=self._bucket, Delete=some)
                if answer.get("Errors"):
                    raise BlobStoreDownError(f"S3 did not erase: {answer['Errors'][0]['Code']}")
        return nothing_more

    def each(self, _session: Session, shard: str) -> Iterator[StoredBlob]:
        """Every name that begins like this."""
        pages = self._client.get_paginator("list_objects_v2")
        with _reached():
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix + shard):
                for found in page.get("Contents", ()):
                    name = found["Key"].removeprefix(self._prefix)
                    yield StoredBlob(name, found["LastModified"])


@contextmanager
def _reached() -> Iterator[None]:
    """What a store says of an error may hold anything: only its code is repeated."""
    try:
        yield
    except ClientError as error:
        raise BlobStoreDownError(f"S3 answers {error.response['Error']['Code']}") from error
    except BotoCoreError as error:
        raise BlobStoreDownError(f"S3 cannot be reached: {type(error).__name__}") from error
