"""Runs the benchmarks named on the command line, or all of them."""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks import (
    card,
    folder,
    gui,
    inspection,
    line,
    live,
    load,
    package,
    preview,
    queue,
    sealing,
    start,
    wake,
)
from tests.benchmarks.figure import Figure

BENCHMARKS: dict[str, Callable[[], Iterator[Figure]]] = {
    "preview": preview.run,  # first: its peak memory is that of the whole process
    "inspection": inspection.run,
    "live": live.run,
    "card": card.run,
    "folder": folder.run,
    "start": start.run,
    "package": package.run,
    "queue": queue.run,
    "gui": gui.run,
    "sealing": sealing.run,
    "line": line.run,
    "wake": wake.run,
    "load": load.run,
}


def main(names: list[str]) -> int:
    """Print every figure with its method; return 2 for a name that is not there."""
    unknown = set(names) - BENCHMARKS.keys()
    if unknown:
        print(f"no benchmark is called {', '.join(sorted(unknown))}: {', '.join(BENCHMARKS)}")
        return 2
    print(_machine())
    for name in names or BENCHMARKS:
        print(f"\n{name}")
        for figure in BENCHMARKS[name]():
            aim = f"  (aim {figure.aim})" if figure.aim else ""
            print(f"  {figure.name:40} {figure.value:8.2f} {figure.unit}{aim}")
            print(f"  {'':40} {figure.method}")
    return 0


def _machine() -> str:
    return (
        f"{platform.system()} {platform.release()}, {_processor()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if "model name" in line)
    return next(names, platform.machine())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
