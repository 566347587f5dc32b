"""Finding headers, plain or decorated, wherever they stand."""

import pytest

from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Enclave, Person
from enclave_desktop.exchange.headers import find_layout, nearest, plain_header
from tests.unit.exchange.books import raw

HEADERS = ("名称", "类型", "所在省份", "所在城市")


@pytest.mark.parametrize(
    "header",
    [
        "类型", " 类型 ", "类型*", "*类型", "类型＊", "类型* (研发中心/孵化器)", "类型（研发中心／孵化器）",
        "类\n型", "\ufeff类型\xa0",
    ],
)  # fmt: skip
def test_that_decorations_do_not_hide_a_header(header):
    assert plain_header(header) == "类型"


def test_that_brackets_inside_a_header_stay():
    assert plain_header("场地(m²)面积") == "场地(m2)面积"


@pytest.mark.parametrize("titles", [0, 1, 9])
def test_that_headers_are_found_below_titles(titles):
    sheet = raw("飞地", [*[("本企业飞地一览",)] * titles, (), HEADERS])
    layout = find_layout(SHEETS[Enclave], sheet)
    assert layout is not None
    assert layout.header == titles + 1


def test_that_headers_further_down_than_ten_rows_are_not_looked_for():
    assert find_layout(SHEETS[Enclave], raw("飞地", [*[("一览",)] * 10, HEADERS])) is None


def test_that_a_title_that_is_one_of_the_headers_does_not_win_over_all_of_them():
    layout = find_layout(SHEETS[Enclave], raw("飞地", [("名称",), HEADERS]))
    assert layout is not None
    assert layout.header == 1


def test_that_columns_come_in_any_order_and_what_is_amiss_is_told():
    layout = find_layout(SHEETS[Person], raw("人员", [("手机", "", "姓名", "备注", "姓名")]))
    assert layout is not None
    assert layout.columns == {"name": 2, "mobile": 0}
    assert [field.label for field in layout.missing] == ["证件号码"]
    assert [(field.label, column) for field, column in layout.doubled] == [("姓名", 4)]
    assert layout.unknown == (("备注", 3),)


def test_that_the_nearest_spelling_comes_first():
    assert nearest("设立日", ["有效期至", "设立日期", "备案日期"])[0] == "设立日期"
    assert nearest("x", ["设立日期"]) == []
