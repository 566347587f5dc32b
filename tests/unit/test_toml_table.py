"""Strict reading of TOML: what is known is taken by name and type, the rest refused with its path."""

from datetime import date
from pathlib import Path

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.toml_table import LARGEST_FILE, Table, load_toml, nearest

DATA = {
    "name": "甲",
    "count": 5,
    "flag": True,
    "day": date(2024, 3, 1),
    "words": ["一", "二"],
    "inner": {"name": "乙", "deeper": {"count": 1}},
    "rows": [{"name": "丙"}, {"name": "丁"}],
}


def table(**changes) -> Table:
    return Table(DATA | changes, "示例.toml")


def test_that_values_are_taken_by_name_and_type():
    with table() as read:
        assert read.text("name") == "甲"
        assert read.whole("count") == 5
        assert read.flag("flag") is True
        assert read.optional_date("day") == date(2024, 3, 1)
        assert read.words("words", ("一", "二", "三")) == ("一", "二")
        with read.table("inner") as inner:
            assert inner.text("name") == "乙"
            assert inner.table("deeper").whole("count") == 1
        assert [row.text("name") for row in read.tables("rows")] == ["丙", "丁"]


def test_that_what_is_absent_has_its_default():
    read = Table({}, "示例.toml")
    assert read.optional_text("name") is None
    assert read.optional_whole("count") is None
    assert read.optional_date("day") is None
    assert read.optional_table("inner") is None
    assert read.flag("flag") is False
    assert read.flag("flag", default=True) is True
    assert read.words("words") == ()
    assert list(read.tables("rows")) == []
    assert read.word("name", ("甲", "乙"), "乙") == "乙"


@pytest.mark.parametrize(
    ("take", "says"),
    [
        (lambda t: t.text("count"), "count 应为文字"),
        (lambda t: t.text("missing"), "missing 缺少这一项"),
        (lambda t: t.whole("name"), "name 应为整数"),
        (lambda t: t.whole("flag"), "flag 应为整数"),
        (lambda t: t.flag("count"), "count 应为 true 或 false"),
        (lambda t: t.optional_date("name"), "name 应为日期"),
        (lambda t: t.words("name"), "name 应为列表"),
        (lambda t: t.words("mixed"), "mixed[1] 应为文字"),
        (lambda t: t.words("words", ("一", "二十")), "words[1] 不认识“二”，是否应为“二十”"),
        (lambda t: t.table("name"), "name 应为一个表"),
        (lambda t: list(t.tables("words")), "words[0] 应为一个表"),
        (lambda t: list(t.tables("inner")), "inner 应为表的列表"),
        (lambda t: t.table("inner").whole("name"), "inner.name 应为整数"),
        (lambda t: t.table("inner").table("deeper").text("count"), "inner.deeper.count 应为文字"),
        (lambda t: [row.whole("name") for row in t.tables("rows")], "rows[0].name 应为整数"),
        (lambda t: t.word("name", ("甲子", "丙")), "name 不认识“甲”，是否应为“甲子”（可用：甲子、丙）"),
    ],
)
def test_that_a_wrong_value_is_refused_with_file_and_key_path(take, says):
    with pytest.raises(UserError) as caught:
        take(table(mixed=["一", 2]))
    assert "示例.toml" in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize("value", ["2024-03-01", 20240301])
def test_that_only_a_date_is_a_date(value):
    with pytest.raises(UserError, match="day 应为日期"):
        table(day=value).optional_date("day")


def test_that_a_moment_is_no_date(tmp_path):
    file = tmp_path / "a.toml"
    file.write_text("day = 2024-03-01T12:00:00", "utf-8")
    with pytest.raises(UserError, match="day 应为日期"):
        Table(load_toml(file), file.name).optional_date("day")


def test_that_a_key_nobody_took_is_refused_with_the_nearest_one():
    inner = Table({"inner": {"nmae": "甲"}}, "示例.toml").table("inner")
    with pytest.raises(UserError, match=r"示例\.toml：inner\.nmae 不是认识的键，是否应为“name”"), inner:
        inner.optional_text("name")


def test_that_of_several_unknown_keys_the_first_in_the_file_is_named():
    data = {f"key{n}": n for n in range(20)}
    with pytest.raises(UserError, match="：key0 "):
        Table(data, "示例.toml").finish()


def test_that_an_error_inside_a_table_is_not_hidden_by_what_was_not_taken_yet():
    with pytest.raises(UserError, match="count 应为文字"), table() as read:
        read.text("count")


@pytest.mark.parametrize(
    ("word", "hint"), [("enclave.provinse", "，是否应为“enclave.province”"), ("xyz", ""), ("", "")]
)
def test_that_only_a_near_spelling_is_offered(word, hint):
    assert nearest(word, ("enclave.province", "firm.city")) == hint


def written(folder: Path, content: bytes) -> Path:
    file = folder / "规则.toml"
    file.write_bytes(content)
    return file


def test_that_a_file_gives_its_data(tmp_path):
    assert load_toml(written(tmp_path, 'name = "甲"'.encode())) == {"name": "甲"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"name = \n", "line 1"),
        (b"a = 1\na = 2\n", "line 2"),
        ("name = '甲'".encode("gb18030"), "UTF-8"),
        (b"a = " + b"[" * 100_000, "嵌套得太深"),
        (b"a = " + b"9" * 5_000, "大得读不了"),
        (b"#" * (LARGEST_FILE + 1), "超过 2 MB"),
    ],
    ids=["broken", "twice", "other encoding", "deep", "long number", "large"],
)
def test_that_a_file_that_is_no_toml_is_a_known_problem(tmp_path, content, says):
    with pytest.raises(UserError) as caught:
        load_toml(written(tmp_path, content))
    assert "规则.toml" in str(caught.value)
    assert says in str(caught.value)


def test_that_a_missing_file_is_a_known_problem(tmp_path):
    with pytest.raises(UserError, match="找不到文件"):
        load_toml(tmp_path / "规则.toml")


def test_that_a_folder_is_a_known_problem(tmp_path):
    with pytest.raises(UserError, match="无法读取"):
        load_toml(tmp_path)
