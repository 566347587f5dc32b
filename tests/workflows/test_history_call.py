"""`enclave-desktop history`: what was changed, masked unless it is written out."""

import sqlite3
from contextlib import closing

import pytest

from enclave_desktop.cli import run
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record
from tests.unit.records.filled import adding, updating
from tests.unit.rows import NUMBER, OTHER_NUMBER, centre, contract, person


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("call") / "示例.enclave"
    with Record.create(path) as record:
        with record.transaction(Origin(Action.IMPORTED, "导入 名单.xlsx", "名单.xlsx")) as transaction:
            transaction.apply(adding(centre(), person(), contract()))
        with record.transaction(Origin(Action.TYPED, "修改示例人的学位")) as transaction:
            transaction.apply(updating((person(), person(degree="硕士"))))
    return path


def test_that_the_history_is_told_the_newest_first_and_masked(path, capsys):
    assert run(["history", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[0] for line in lines if not line.startswith(" ")] == ["3", "2", "1"]
    assert "录入　修改示例人的学位" in lines[0]
    assert lines[1] == "    更改　人员　示例人　640***********123X：学位 博士 → 硕士"
    assert NUMBER not in "".join(lines)


def test_that_one_person_is_told_with_what_concerns_them(path, capsys):
    assert run(["history", str(path), "--person", NUMBER]) == 0
    out = capsys.readouterr().out
    assert "劳动合同" in out
    assert "飞地　上海中心" not in out
    assert NUMBER not in out


def test_that_a_number_of_nobody_is_said(path, capsys):
    assert run(["history", str(path), "--person", OTHER_NUMBER]) == 1
    error = capsys.readouterr().err
    assert "没有与证件号码 640***********1221 有关的更改" in error
    assert OTHER_NUMBER not in error


def test_that_nothing_is_told_of_days_to_come(path, capsys):
    assert run(["history", str(path), "--since", "2999-01-01"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_that_what_is_written_out_is_complete(path, tmp_path, capsys, ending):
    out = tmp_path / f"历史.{ending}"
    assert run(["history", str(path), "--person", NUMBER, f"--{ending}", str(out)]) == 0
    assert "请妥善保管" in capsys.readouterr().out
    assert out.stat().st_size > 300
    if ending == "csv":
        assert NUMBER in out.read_text("utf-8-sig")


def test_that_verifying_tells_of_the_history_and_of_what_was_tampered_with(path, tmp_path, capsys):
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    assert run(["verify", str(copy)]) == 0
    assert "更改历史　3 条，首尾相接" in capsys.readouterr().out
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        (trigger,) = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'history_stays_as_it_is'"
        ).fetchone()
        connection.execute("DROP TRIGGER history_stays_as_it_is")
        connection.execute("UPDATE history SET account = 'somebody' WHERE number = 2")
        connection.execute(trigger)
    assert run(["verify", str(copy)]) == 1
    assert "历史记录第 2 条被改动过或已损坏" in capsys.readouterr().err
