"""A program that dies leaves no picture of its memory, which holds what residents typed."""

import sys

if sys.platform != "win32":
    import resource


def forbid_core_dumps() -> None:
    """For this process and whatever it starts; collectors of crashes keep to the limit as well.

    Windows writes none unless an administrator sets it up.
    """
    if sys.platform != "win32":
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
