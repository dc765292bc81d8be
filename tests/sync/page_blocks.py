"""The parts of docs/protocol.md that the code itself can say; `python -m` this writes them anew."""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kiosk.central.centre import Centre
from kiosk.central.settings.configuration import demo_configuration, utc_now
from kiosk.central.web.app import create_app
from kiosk.conformance.suite import CHAPTERS
from kiosk.domain.reason import PHOTO_REASONS, Reason
from kiosk.domain.submission import KIOSK_MOVES
from kiosk.sync import (
    carrier_messages,
    forms,
    heartbeat_messages,
    protocol,
    provisioning,
    resumable,
    sealing,
)
from kiosk.sync.protocol import Wire

PAGE_FILE: Final = Path(__file__).parents[2] / "docs" / "protocol.md"
_BLOCK: Final = re.compile(r"<!-- ([a-z0-9 ]+) -->\n(.*?)<!-- end -->", re.DOTALL)
_MODULES: Final = (
    *(protocol, forms, sealing, resumable, heartbeat_messages, carrier_messages),
    provisioning,
)
_BASES: Final = {"Wire", "PictureForm"}
Schema = Mapping[str, Any]


def blocks_of(page: str) -> dict[str, str]:
    """What stands in each block of the page now."""
    return dict(_BLOCK.findall(page))


def made_blocks(description: Schema) -> dict[str, str]:
    """What has to stand there; `description` is the OpenAPI one."""
    rules = {f"rules {chapter.number}": _rules(chapter.rules) for chapter in CHAPTERS}
    return {
        **rules,
        "kiosk states": _kiosk_states(),
        "reasons": _reasons(),
        "messages": "".join(_messages()),
        "answers": _answers(description),
    }


def description() -> dict[str, Any]:
    """As a centre serves it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Centre(Path(folder), utc_now, demo_configuration()) as centre,
    ):
        return create_app(centre).openapi()


def _rules(rules: list[Any]) -> str:
    return "".join(f"- **{rule.number}** {rule.sentence}\n" for rule in rules)


def _kiosk_states() -> str:
    lines = []
    for state, moves in KIOSK_MOVES.items():
        after = ", ".join(f"`{to}`" for to in sorted(moves)) or "an end"
        lines.append(f"- `{state}`: then {after}\n")
    return "".join(lines)


def _reasons() -> str:
    photo = ", ".join(f"`{one}`" for one in Reason if one in PHOTO_REASONS)
    others = ", ".join(f"`{one}`" for one in Reason if one not in PHOTO_REASONS)
    return f"- of a photo: {photo}\n- of anything else: {others}\n"


def _messages() -> Iterator[str]:
    for module in _MODULES:
        for name, kind in vars(module).items():
            is_ours = isinstance(kind, type) and kind.__module__ == module.__name__
            if is_ours and issubclass(kind, Wire) and name not in _BASES:
                yield _table(name, kind)


def _table(name: str, kind: type[Wire]) -> str:
    schema = kind.model_json_schema()
    needed = set(schema.get("required", ()))
    rows = []
    for field, what in schema["properties"].items():
        said = _said(what, schema.get("$defs", {}))
        mark = "" if field in needed or said.startswith("?") else "?"
        rows.append(f"| `{field}` | {mark}{said} |\n")
    return f"**{name}**\n\n| field | value |\n| --- | --- |\n{''.join(rows)}\n"


def _said(what: Schema, parts: Mapping[str, Schema]) -> str:
    """A value in words: `?` in front where it may be null."""
    if "anyOf" in what:
        kinds = [one for one in what["anyOf"] if one.get("type") != "null"]
        mark = "?" if len(kinds) < len(what["anyOf"]) else ""
        return mark + " or ".join(_said(one, parts) for one in kinds)
    if "oneOf" in what:
        return " or ".join(_said(one, parts) for one in what["oneOf"])
    if "$ref" in what:
        return _named(what["$ref"].rpartition("/")[2], parts)
    if "const" in what:
        return f"`{what['const']}`"
    if "enum" in what:
        return _listed(what["enum"])
    return _PLAIN[what.get("type", "string")](what, parts)


def _named(name: str, parts: Mapping[str, Schema]) -> str:
    values = parts.get(name, {}).get("enum")
    if name == "Reason":
        return "reason (chapter 10)"
    return f"`{name}`" if values is None else _listed(values)


def _listed(values: list[str]) -> str:
    return " or ".join(f"`{value}`" for value in values)


def _text(what: Schema, _parts: Mapping[str, Schema]) -> str:
    kind = {"uuid": "UUID", "date-time": "time", "date": "date"}.get(what.get("format", ""))
    if kind is not None:
        return kind
    if "pattern" in what:
        return f"text like `{what['pattern'].replace('|', chr(92) + '|')}`"
    least, most = what.get("minLength"), what.get("maxLength")
    if most is None:
        return "text"
    return f"text, {least} to {most} characters" if least else f"text, at most {most} characters"


def _number(what: Schema, _parts: Mapping[str, Schema]) -> str:
    kind = "whole number" if what["type"] == "integer" else "number"
    least = what.get("minimum")
    above, most = what.get("exclusiveMinimum"), what.get("maximum")
    bounds = [
        *([f"from {least:,}"] if least is not None else []),
        *([f"above {above:g}"] if above is not None else []),
        *([f"to {_most(most)}"] if most is not None else []),
    ]
    return " ".join([kind, *bounds])


def _most(most: float) -> str:
    return "2^63 - 1" if most == protocol.LAST_SEQ else f"{most:,.0f}"


def _many(what: Schema, parts: Mapping[str, Schema]) -> str:
    if "prefixItems" in what:
        return "pair of " + _said(what["prefixItems"][0], parts)
    least, most = what.get("minItems"), what.get("maxItems")
    each = _said(what["items"], parts)
    count = f"{least or 0} to {most} of " if most else f"{least} or more of " if least else ""
    return f"list of {count}{each}"


def _mapped(what: Schema, parts: Mapping[str, Schema]) -> str:
    most = f", at most {what['maxProperties']}" if "maxProperties" in what else ""
    (each,) = what.get("patternProperties", {"": what.get("additionalProperties")}).values()
    return f"names to {_said(each, parts)}{most}"


_PLAIN: Final[Mapping[str, Callable[[Schema, Mapping[str, Schema]], str]]] = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda _what, _parts: "true or false",
    "array": _many,
    "object": _mapped,
}


def _answers(description: Schema) -> str:
    rows = ["| call | statuses |\n| --- | --- |\n"]
    for path, methods in description["paths"].items():
        for method, call in methods.items():
            named = path.replace("submission_id", "id")
            statuses = ", ".join(sorted(call["responses"]))
            rows.append(f"| `{method.upper()} {named}` | {statuses} |\n")
    return "".join(rows)


def main() -> None:
    """Write the page's blocks anew."""
    made = made_blocks(description())
    page = PAGE_FILE.read_text("utf-8")
    written = _BLOCK.sub(
        lambda found: f"<!-- {found[1]} -->\n{made.get(found[1], '')}<!-- end -->", page
    )
    PAGE_FILE.write_text(written, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
