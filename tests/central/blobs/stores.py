"""Stores of every kind for tests: the same things are asked of all of them."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

IN_DATABASE, IN_FOLDER, IN_S3 = "database", "folder", "s3"
EVERY_KIND = (IN_DATABASE, IN_FOLDER, pytest.param(IN_S3, marks=pytest.mark.slow))
OUTSIDE = EVERY_KIND[1:]
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


@contextmanager
def s3_server() -> Iterator[str]:
    """The URL of an S3-compatible store on this computer."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def new_bucket(endpoint: str) -> str:
    """The address of a bucket that is empty."""
    name = f"envelopes-{secrets.token_hex(4)}"
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    client.create_bucket(Bucket=name)
    client.close()
    return f"s3://{name}/centre?endpoint={endpoint}&region=us-east-1"


def folder_address(tmp_path: Path) -> str:
    return f"folder:{tmp_path / 'envelopes'}"
