"""Nothing under kiosk/ui waits: what blocks is handed to another thread."""

import ast
from pathlib import Path

UI = Path(__file__).parents[2] / "kiosk" / "ui"
WAITING = {"call", "exec", "recv", "result", "sleep", "waitForFinished"}
"""Calls that come back only when something has happened."""
WAITS_FOR_NOTHING = {
    "background.py": {"result"},  # of a future that is done
}
BLOCKING = {"requests", "socket", "subprocess", "urllib", "time"}


def waiting_calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    return (called & WAITING) - WAITS_FOR_NOTHING.get(path.name, set())


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    froms = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names | froms} & BLOCKING


def test_no_page_waits_for_store_line_or_printer() -> None:
    found = {path.name: waiting_calls(path) for path in UI.rglob("*.py")}
    assert found
    assert {name: calls for name, calls in found.items() if calls} == {}


def test_no_page_can_call_out_or_sleep() -> None:
    found = {path.name: imported(path) for path in UI.rglob("*.py")}
    assert {name: modules for name, modules in found.items() if modules} == {}
