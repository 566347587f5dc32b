"""Sizes and margins of what is printed stand in `packet/style.py` and nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import enclave_desktop

PACKET = Path(enclave_desktop.__file__).parent / "packet"
APART = {"style.py", "ruler_sheet.py"}
"""The style sheet itself; and the sheet to measure a printer with, whose millimetres are what it is about."""
DRAWN = {"rule", "frame", "shade", "seal", "circle", "text", "lines", "gap", "inset", "Type", "Look"}
"""Calls that are given sizes; what else is called with a number counts something."""
MODULES = [
    path
    for path in sorted((*PACKET.glob("*.py"), *(PACKET / "annexes").glob("*.py")))
    if path.name not in APART
]


def sizes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and words of each length that is written as a number."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp):
            if _is_mm(node) or _is_shift(node):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Call) and _name(node.func) in DRAWN:
            given = (*node.args, *(keyword.value for keyword in node.keywords))
            if any(_number(value) not in (None, 0, 1) for value in given):
                yield node.lineno, ast.unparse(node)


def _is_mm(node: ast.BinOp) -> bool:
    """20 * MM."""
    sides = (node.left, node.right)
    return any(_name(side) == "MM" for side in sides) and any(_number(side) is not None for side in sides)


def _is_shift(node: ast.BinOp) -> bool:
    """y - 2.5: a number that is no count, put to a place."""
    numbers = (_number(side) for side in (node.left, node.right))
    return isinstance(node.op, ast.Add | ast.Sub) and any(isinstance(number, float) for number in numbers)


def _name(node: ast.expr) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "")


def _number(node: ast.expr) -> float | None:
    held = node.operand if isinstance(node, ast.UnaryOp) else node
    value = held.value if isinstance(held, ast.Constant) else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKET)))
def test_that_no_size_is_written_outside_the_style_sheet(module):
    assert list(sizes(ast.parse(module.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "code", ["gap(4 * MM)", "y - 2.5", "pen.rule(x, y, x, y, 0.3)", "Type(SONG, 9.0, 12)", "box.inset(3, 0)"]
)
def test_that_such_a_size_would_be_found(code):
    assert list(sizes(ast.parse(code)))


@pytest.mark.parametrize("code", ["len(lines) - 1", "column.width * MM", "size * 0.88", "box.width / 2"])
def test_that_counts_and_shares_are_none(code):
    assert not list(sizes(ast.parse(code)))


def test_that_no_name_of_the_style_sheet_is_given_twice():
    tree = ast.parse((PACKET / "style.py").read_text("utf-8"))
    names = [target.id for node in tree.body for target in _targets(node) if isinstance(target, ast.Name)]
    assert len(names) == len(set(names))


def _targets(node: ast.stmt) -> Iterator[ast.expr]:
    for target in node.targets if isinstance(node, ast.Assign) else ():
        yield from target.elts if isinstance(target, ast.Tuple) else (target,)
