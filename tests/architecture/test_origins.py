"""Whoever changes a record says where the change comes from: the history then tells more than that something changed."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "enclave_desktop"
CALLS = [
    (source.relative_to(PACKAGE).as_posix(), node)
    for source in sorted(PACKAGE.rglob("*.py"))
    for node in ast.walk(ast.parse(source.read_text("utf-8")))
    if isinstance(node, ast.Call)
    and isinstance(node.func, ast.Attribute)
    and node.func.attr == "transaction"
    and ast.unparse(node.func.value) != "connection"  # the driver's own
]


def test_that_there_are_changes_to_look_at():
    assert len({source for source, _ in CALLS}) >= 5


def test_that_every_change_says_where_it_comes_from():
    assert [source for source, call in CALLS if not call.args] == []
