"""Changes that get past a format's outer shell: a part of an archive, a value of a TOML file, a page of a database."""

import io
import json
import random
import re
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

Bytes = Callable[[bytes, int], bytes]
"""Changes bytes as libFuzzer does, to no more than so many."""
Mutator = Callable[[bytes, int, random.Random, Bytes], bytes]

NUMBERS = (
    "0", "-1", "1", "65536", "2147483647", "2147483648", "-2147483648", "4294967295", "9223372036854775808",
    "1e308", "1e400", "-0.0", "0.0000001", "9" * 40, "9" * 5000, "nan", "inf",
)  # fmt: skip
WEIRD = (
    "", "\0", "\x1f", "\u2028", "\ufeff", "\U0010ffff", "e\u0301" * 40, "=1+1", "＝1+1", "-", "../../x", "{{7*7}}",
    "&a;", "%s%n", "长" * 5000, "2024-02-30", "9999-12-31", "0001-01-01", "1900-02-29", "٣٤", "½", "Ⅷ",
)  # fmt: skip


def _deep(dice: random.Random, opening: str, closing: str, between: str = "0") -> str:
    depth = dice.choice((3, 70, 400, 1_200, 20_000))
    return opening * depth + between + closing * depth


def in_place(data: bytes, most: int, dice: random.Random, bytes_: Bytes) -> bytes:
    """Some bytes overwritten, so that what lies at an offset stays there."""
    if dice.random() < 0.15 or len(data) < 8:
        return bytes_(data, most)
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 4, 16))):
        width = dice.choice((1, 1, 2, 2, 4, 8))
        at = dice.randrange(max(len(changed) - width, 1))
        if dice.random() < 0.5:
            new = dice.choice(
                (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 2**63 - 1)
            )
            new &= (1 << 8 * width) - 1
        else:
            new = dice.getrandbits(8 * width)
        changed[at : at + width] = new.to_bytes(width, dice.choice(("little", "big")))
    return bytes(changed[:most])


def in_zip(data: bytes, most: int, dice: random.Random, bytes_: Bytes) -> bytes:
    """One part changed and packed anew; now and then the archive itself."""
    if dice.random() < 0.05:
        return bytes_(data, most)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return bytes_(data, most)
    if not parts:
        return bytes_(data, most)
    telling = [
        at for at, (name, _) in enumerate(parts) if not name.startswith(("docProps", "xl/theme", "xl/media"))
    ]
    at = dice.choice(telling or [0])
    name, body = parts[at]
    what = dice.random()
    if what < 0.02:
        del parts[at]
    elif what < 0.04:
        parts.append((dice.choice((name, name.upper(), "../../" + name, "/" + name)), body))
    elif what < 0.06:
        parts[at] = (name, dice.choice(parts)[1])
    elif what < 0.55:
        parts[at] = (name, bytes_(body, len(body) + 512))
    else:
        parts[at] = (name, _in_xml(body.decode("utf-8", "replace"), dice).encode("utf-8", "replace"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        seen = set()
        for part, body in parts:
            if part not in seen or dice.random() < 0.5:
                seen.add(part)
                info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                with _quiet():
                    archive.writestr(info, body)
    made = out.getvalue()
    return made if len(made) <= most else data[:most]


def _quiet() -> Any:
    import warnings

    return warnings.catch_warnings(action="ignore")


_ATTRIBUTE = re.compile(r'="([^"]*)"')
_TEXT = re.compile(r">([^<>]+)<")
_ELEMENT = re.compile(r"<(\w+(?::\w+)?)(?=[\s/>])[^<>]*?(?:/>|>[^<>]*</\1>)")


def _in_xml(text: str, dice: random.Random) -> str:
    what = dice.random()
    pattern = _ATTRIBUTE if what < 0.4 else _TEXT if what < 0.75 else _ELEMENT
    found = list(pattern.finditer(text))
    if not found:
        return text
    match = dice.choice(found)
    if pattern is _ELEMENT:
        start, end = match.span()
        kind = dice.random()
        if kind < 0.3:
            return text[:start] + text[end:]
        if kind < 0.6:
            return text[:end] + match[0] * dice.choice((1, 2, 50)) + text[end:]
        if kind < 0.8:
            other = dice.choice(found)
            return text[:start] + other[0] + text[end:]
        name = match[1]
        return text[:start] + _deep(dice, f"<{name}>", f"</{name}>", match[0]) + text[end:]
    start, end = match.span(1)
    return text[:start] + _xml_value(match[1], dice) + text[end:]


def _xml_value(old: str, dice: random.Random) -> str:
    new = dice.choice(
        (*NUMBERS, *WEIRD, "A1", "XFD1048576", "ZZZ4294967295", "A0", "true", "s", "e", "str", "n", "d", "b")
    )
    if dice.random() < 0.3 and old.isdigit():
        new = str(int(old[:15]) + dice.choice((-1, 1, 1000)))
    return new.replace("\0", "").replace("<", "&lt;").replace('"', "&quot;")


_TOML_VALUES = (
    *NUMBERS, "true", "[]", "{}", "[[]]", "[1, 'a']", "{a = 1}", "2024-01-01", "2024-01-01T00:00:00", "10:00:00",
    '""', "0x7fffffffffffffffffff", "+inf", "[{}, {}]", "'''\n'''", "1979-05-27T07:32:00Z",
)  # fmt: skip
_LINE_VALUE = re.compile(r"^(\s*[\w\".-]+\s*=\s*)(.+)$")
_INNER_VALUE = re.compile(r"([{,]\s*[\w-]+\s*=\s*)(\"[^\"]*\"|[\w.+-]+)")


def in_toml(data: bytes, most: int, dice: random.Random, bytes_: Bytes) -> bytes:
    """A line moved, doubled or gone; a value of another kind."""
    if dice.random() < 0.25:
        return bytes_(data, most)
    lines = data.decode("utf-8", "replace").split("\n")
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        at = dice.randrange(len(lines))
        what = dice.random()
        if what < 0.15:
            lines.insert(at, dice.choice(lines))
        elif what < 0.25:
            del lines[at]
            lines = lines or [""]
        elif what < 0.35:
            other = dice.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at] = _other_value(lines[at], lines, dice)
    return "\n".join(lines).encode("utf-8", "replace")[:most]


def _other_value(line: str, lines: list[str], dice: random.Random) -> str:
    new = _toml_value(lines, dice)
    if dice.random() < 0.4 and (inner := list(_INNER_VALUE.finditer(line))):
        start, end = dice.choice(inner).span(2)
        return line[:start] + new + line[end:]
    match = _LINE_VALUE.match(line)
    return match[1] + new if match else line


def _toml_value(lines: list[str], dice: random.Random) -> str:
    what = dice.random()
    if what < 0.3:
        other = _LINE_VALUE.match(dice.choice(lines))
        return other[2] if other else "0"
    if what < 0.35:
        return _deep(dice, *dice.choice((("[", "]"), ("{a=", "}"))))
    if what < 0.6:
        return json.dumps(dice.choice((*NUMBERS, *WEIRD)))
    return dice.choice(_TOML_VALUES)


def in_json(data: bytes, most: int, dice: random.Random, bytes_: Bytes) -> bytes:
    """A value somewhere inside of another kind."""
    if dice.random() < 0.2:
        return bytes_(data, most)
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        return bytes_(data, most)
    places: list[tuple[Any, Any]] = []
    waiting = [held]
    while waiting:
        thing = waiting.pop()
        keys = (
            list(thing) if isinstance(thing, dict) else range(len(thing)) if isinstance(thing, list) else ()
        )
        for key in keys:
            places.append((thing, key))
            waiting.append(thing[key])
    mark = "\ue000here\ue000"
    if not places:
        return dice.choice((b"0", b"[]", b"null", b'""', b"{}"))
    holder, key = dice.choice(places)
    if dice.random() < 0.15:
        del holder[key]
    else:
        holder[key] = mark
    new = json.dumps(held, ensure_ascii=False).replace(f'"{mark}"', _json_value(dice))
    return new.encode("utf-8", "replace")[:most]


def _json_value(dice: random.Random) -> str:
    what = dice.random()
    if what < 0.08:
        return _deep(dice, *dice.choice((("[", "]"), ('{"a":', "}"))))
    if what < 0.4:
        return json.dumps(dice.choice((*NUMBERS, *WEIRD)))
    return dice.choice(
        (
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "NaN",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            '{"page":0}',
            "9" * 5000,
            "0.5",
        )
    )


_PDF_TOKENS = re.compile(rb"\d+ 0 R|/[A-Za-z]\w*|-?\d+(?:\.\d+)?|\[[^\[\]]{0,200}\]|<<[^<>]{0,300}>>")


def in_pdf(data: bytes, most: int, dice: random.Random, bytes_: Bytes) -> bytes:
    """A token for another: a reference, a name, a number, an array."""
    if dice.random() < 0.15:
        return bytes_(data, most)
    changed = data
    for _ in range(dice.choice((1, 1, 2, 3))):
        found = list(_PDF_TOKENS.finditer(changed))
        if not found:
            return bytes_(data, most)
        match, other = dice.choice(found), dice.choice(found)
        what = dice.random()
        if what < 0.55:
            alike = [one for one in found if one[0][:1] == match[0][:1]]
            new = dice.choice(alike)[0]
        elif what < 0.7:
            new = dice.choice(NUMBERS).encode()
        elif what < 0.75:
            new = _deep(dice, *dice.choice((("[", "]"), ("<</A ", ">>")))).encode()
        elif what < 0.85:
            new = match[0] + b" " + other[0]
        else:
            new = other[0]
        changed = changed[: match.start()] + new + changed[match.end() :]
    return changed[:most]


def in_picture(data: bytes, most: int, dice: random.Random, bytes_: Bytes) -> bytes:
    """Bytes in their place; the sums of a PNG's pieces are then made right."""
    changed = in_place(data, most, dice, bytes_)
    return _summed(changed) if changed.startswith(b"\x89PNG\r\n\x1a\n") and dice.random() < 0.9 else changed


def _summed(data: bytes) -> bytes:
    out, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        body = data[at + 4 : at + 8 + length]
        if len(body) < 4 + length:
            break
        out += data[at : at + 4] + body + struct.pack(">I", zlib.crc32(body))
        at += 12 + length
    return bytes(out + data[at:])


_HEADER = 100
_STATEMENTS = (
    "CREATE VIEW {v} AS SELECT * FROM {t}",
    "CREATE TRIGGER {v} AFTER INSERT ON {t} BEGIN DELETE FROM {t}; END",
    "ALTER TABLE {t} RENAME TO {v}",
    "DROP TABLE {t}",
    "DELETE FROM {t}",
    "INSERT INTO {t} SELECT * FROM {t} LIMIT 1",
    "ALTER TABLE {t} ADD COLUMN {v} AS (1)",
    "PRAGMA user_version = {n}",
    "UPDATE alembic_version SET version_num = '{v}'",
    "CREATE INDEX {v} ON {t} (abs(id))",
)
_CELLS: tuple[Any, ...] = (
    None,
    0,
    -1,
    2**63 - 1,
    1e308,
    "",
    "x",
    b"",
    b"\xff\xfe",
    "9999-99-99",
    "[" * 5000,
    *WEIRD,
)


def in_record(data: bytes, most: int, dice: random.Random, bytes_: Bytes) -> bytes:
    """A database's pages changed behind a whole header; or a cell, a table, a trigger, by SQL."""
    if dice.random() < 0.5:
        made = _by_sql(data, dice)
        if made is not None and len(made) <= most:
            return made
    if len(data) < _HEADER + 8:
        return bytes_(data, most)
    return data[:_HEADER] + in_place(data[_HEADER:], most - _HEADER, dice, bytes_)


def _by_sql(data: bytes, dice: random.Random) -> bytes | None:
    with tempfile.TemporaryDirectory(
        prefix="mutate-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None
    ) as name:
        path = Path(name) / "db"
        path.write_bytes(data)
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")
            tables = [
                t
                for (t,) in connection.execute(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
                )
            ]
            table = dice.choice(tables)
            if dice.random() < 0.6:
                columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
                connection.execute("PRAGMA ignore_check_constraints = ON")
                connection.execute(
                    f'UPDATE OR IGNORE "{table}" SET "{dice.choice(columns)}" = ?', (dice.choice(_CELLS),)
                )
            else:
                words = {"t": f'"{table}"', "v": f"v{dice.randrange(9)}", "n": dice.choice((-1, 0, 1, 2, 99))}
                connection.execute(dice.choice(_STATEMENTS).format(**words))
        except (sqlite3.Error, IndexError, OverflowError, UnicodeError):
            return None
        finally:
            connection.close()
        return path.read_bytes()
