"""Imports every module of the kiosk; run by the interpreter that is to be tried, not imported.

Prints what was loaded from the folder of packages, a name a line; fails where something is missing.
"""

import importlib
import os
import pkgutil
import sys

NOT_HERE = {
    "kiosk.__main__",  # runs the command
    "kiosk.central.blobs.in_s3",  # needs boto3, which is not shipped
    "kiosk.central.migrations.env",  # alembic runs it, nobody imports it
}
BY_NAME = (  # what is loaded by its name while the kiosk or its centre runs
    "keyring.backends.SecretService" if sys.platform == "linux" else "keyring.backends.Windows",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
)


def import_all() -> list[str]:
    """Import everything and return the names of what came from the folder of packages."""
    import kiosk  # noqa: PLC0415 - found by the interpreter that is tried, not by the one that builds

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for module in pkgutil.walk_packages(kiosk.__path__, "kiosk."):
        if module.name not in NOT_HERE and not module.name.startswith("kiosk.resources"):
            importlib.import_module(module.name)
    for name in BY_NAME:
        importlib.import_module(name)
    specs = [getattr(module, "__spec__", None) for module in sys.modules.values()]
    return sorted({spec.name for spec in specs if spec and "site-packages" in (spec.origin or "")})


if __name__ == "__main__":
    print("\n".join(import_all()))
