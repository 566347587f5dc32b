"""Reading cases: what is not known or does not fit together is refused with its place."""

from datetime import date
from decimal import Decimal

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.policy.case_file import cases_file, load_cases

BASE = """
[base.one]
firm = { name = "示例公司", credit_code = "91640100MA7EXAMP48", province = "宁夏", city = "银川" }
enclave = [
    { name = "上海中心", type = "研发中心", province = "上海", city = "上海" },
    { name = "杭州中心", type = "研发中心", province = "浙江", city = "杭州", independent = true },
]
filing = { enclave = "上海中心", authority = "自治区科技厅", filed_on = 2024-03-15 }
"""


def write(
    folder,
    case="",
    head='name = "例"\nbase = "one"\nprogramme = "p"\nas_of = 2025-06-30\n',
    expect="expect = { award = true }",
    base=BASE,
):
    file = folder / "示例.cases.toml"
    file.write_text(f"{base}\n[[case]]\n{head}{case}\n{expect}\n", "utf-8")
    return file


def dossier(folder, case=""):
    (read,) = load_cases(write(folder, case))
    return read.dossier


def refusal(file) -> str:
    with pytest.raises(UserError) as caught:
        load_cases(file)
    assert str(caught.value).startswith("示例.cases.toml：")
    return str(caught.value).removeprefix("示例.cases.toml：")


def test_that_cases_lie_beside_their_pack(tmp_path):
    assert cases_file(tmp_path / "nx.toml") == tmp_path / "nx.cases.toml"


def test_that_a_base_gives_rows_read_like_cells(tmp_path):
    held = dossier(
        tmp_path,
        'set = { "enclave.floor_area" = "320.5", "enclave.founded_on" = "2024年1月5日", "enclave.independent" = "否" }',
    )
    assert held.as_of == date(2025, 6, 30)
    assert [enclave.name for enclave in held.enclaves] == sorted(["上海中心", "杭州中心"])
    (shanghai,) = (enclave for enclave in held.enclaves if enclave.name == "上海中心")
    assert (shanghai.floor_area, shanghai.founded_on, shanghai.independent) == (
        Decimal("320.5"),
        date(2024, 1, 5),
        False,
    )


@pytest.mark.parametrize(
    ("change", "independent"),
    [
        ("", {"上海中心": None, "杭州中心": True}),
        ('set = { "enclave.independent" = true }', {"上海中心": True, "杭州中心": True}),
        ('set = { "enclave.1.independent" = false }', {"上海中心": None, "杭州中心": False}),
        ('clear = ["enclave.1.independent"]', {"上海中心": None, "杭州中心": None}),
        ('drop = ["enclave.1"]', {"上海中心": None}),
        ('drop = ["enclave", "filing"]', {}),
        ('add = { enclave = { name = "丙", type = "孵化器", province = "广东", city = "深圳" } }', {"上海中心": None, "杭州中心": True, "丙": None}),
    ],
)  # fmt: skip
def test_that_a_case_changes_rows_of_its_base(tmp_path, change, independent):
    assert {
        enclave.name: enclave.independent for enclave in dossier(tmp_path, change).enclaves
    } == independent


def test_that_one_case_does_not_change_the_base_of_the_next(tmp_path):
    file = write(
        tmp_path,
        'set = { "enclave.city" = "昆山" }\nadd = { filing = [{ enclave = "杭州中心", authority = "银川市科技局", filed_on = 2024-01-01 }] }',
    )
    file.write_text(
        file.read_text("utf-8")
        + '[[case]]\nname = "二"\nbase = "one"\nprogramme = "p"\nas_of = 2025-06-30\nexpect = { award = true }\n',
        "utf-8",
    )
    first, second = load_cases(file)
    assert [len(case.dossier.filings) for case in (first, second)] == [2, 1]
    assert "昆山" not in [enclave.city for enclave in second.dossier.enclaves]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ('clera = ["enclave.city"]', "case[0].clera 不是认识的键，是否应为“clear”"),
        ('set = { "enclave.ctiy" = "昆山" }', "case[0].飞地.ctiy 不是认识的字段，是否应为“city”"),
        ('set = { "enclave.city" = 5.5, "enclave.type" = "中心" }', "case[0].飞地.type 不在可选范围内"),
        ('set = { "enclave.2.city" = "昆山" }', "case[0].set 没有 enclave.2 这一行"),
        ('set = { "enclave.-1.city" = "昆山" }', "case[0].set 没有 enclave.-1 这一行"),
        ('set = { "enclave.x.city" = "昆山" }', "case[0].set 没有 enclave.x 这一行"),
        ('set = { "person.degree" = "博士" }', "case[0].set 没有 person.0 这一行"),
        ('set = { "city" = "昆山" }', "case[0].set city 应写成"),
        ('set = { "enclave.0.1.city" = "昆山" }', "case[0].set enclave.0.1.city 应写成"),
        ("set = 3", "case[0].set 应为一个表"),
        ('clear = ["enclave.ctiy"]', "case[0].clear enclave.ctiy 本来就没有填"),
        ('clear = ["enclave.city"]', "case[0].飞地 缺少 city"),
        ('clear = "enclave.city"', "case[0].clear 应为列表"),
        ('drop = ["enclave.9"]', "case[0].drop 没有 enclave.9 这一行"),
        ('drop = ["enclave.x"]', "case[0].drop 没有 enclave.x 这一行"),
        ('drop = ["enclaves"]', "case[0].drop 没有 enclaves 可去掉，是否应为“enclave”"),
        ('drop = ["person.0"]', "case[0].drop 没有 person 可去掉"),
        ('clear = ["person.degree"]', "case[0].clear 没有 person.0 这一行"),
        ('add = { enclaves = [] }', "case[0].add.enclaves 不认识“enclaves”，是否应为“enclave”"),
        ('add = { enclave = "上海" }', "case[0].add.enclave 应为一个表或表的列表"),
        ('add = { person = { name = "甲" } }', "case[0].人员 缺少 id_number"),
        ('set = { "filing.enclave" = "北京中心" }', "case[0].备案 飞地名称“北京中心”不在“飞地”中"),
        ('set = { "filing.valid_until" = 2024-01-01 }', "case[0].备案.valid_until 备案日期晚于有效期至"),
        ('set = { "enclave.1.name" = "上海中心" }', "case[0].飞地 有两行的键相同"),
        ('year = "2024"', "case[0].year 应为整数"),
        ("subject = 5", "case[0].subject 应为文字"),
    ],
)  # fmt: skip
def test_that_a_wrong_change_is_refused_where_it_stands(tmp_path, change, says):
    assert refusal(write(tmp_path, change)).startswith(says)


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ("", "case[0].expect 缺少这一项"),
        ("expect = {}", "case[0].expect 什么也没有写"),
        ("expect = 5", "case[0].expect 应为一个表"),
        ("expect = { staus = 'eligible' }", "case[0].expect.staus 不是认识的键，是否应为“status”"),
        ("expect = { checks = 'met' }", "case[0].expect.checks 应为"),
        ("expect = { gap = { term = 5 } }", "case[0].expect.gap 应为"),
    ],
)
def test_that_a_wrong_expectation_is_refused_where_it_stands(tmp_path, expect, says):
    assert refusal(write(tmp_path, expect=expect)).startswith(says)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('base = "on"', "case[0].base 不认识“on”，是否应为“one”"),
        ('as_of = "2025-06-30"', "case[0].as_of 应为日期"),
        ("name = 5", "case[0].name 应为文字"),
    ],
)
def test_that_a_wrong_head_is_refused_where_it_stands(tmp_path, line, says):
    right = {
        "name": 'name = "例"',
        "base": 'base = "one"',
        "programme": 'programme = "p"',
        "as_of": "as_of = 2025-06-30",
    }
    head = "\n".join((right | {line.split()[0]: line}).values()) + "\n"
    assert refusal(write(tmp_path, head=head)).startswith(says)


@pytest.mark.parametrize("key", ["name", "base", "programme", "as_of"])
def test_that_a_case_lacks_nothing(tmp_path, key):
    right = {
        "name": 'name = "例"',
        "base": 'base = "one"',
        "programme": 'programme = "p"',
        "as_of": "as_of = 2025-06-30",
    }
    head = "\n".join(line for name, line in right.items() if name != key) + "\n"
    assert refusal(write(tmp_path, head=head)) == f"case[0].{key} 缺少这一项。"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (BASE, "case 没有任何算例"),
        ("[base.one]\nenclaves = []", "base.one.enclaves 不认识“enclaves”，是否应为“enclave”"),
        ("[base.one]\nenclave = 5", "base.one.enclave 应为一个表或表的列表"),
        ("[base]\none = 5", "base.one 应为一个表"),
        (BASE + "\n[[cases]]", "case"),
        ("", "base 缺少这一项"),
    ],
)
def test_that_a_wrong_file_is_refused_where_it_is_wrong(tmp_path, content, says):
    file = tmp_path / "示例.cases.toml"
    file.write_text(content, "utf-8")
    assert refusal(file).startswith(says)


def test_that_two_cases_may_not_share_a_name(tmp_path):
    file = write(tmp_path)
    text = file.read_text("utf-8")
    file.write_text(text + text[text.index("[[case]]") :], "utf-8")
    assert refusal(file) == "case 名称“例”重复。"


def test_that_a_number_that_nobody_has_is_told_masked(tmp_path):
    row = '{ person = "99010019900101112X", enclave = "上海中心", form = "全职", starts_on = 2024-01-01 }'
    said = refusal(write(tmp_path, f"add = {{ contract = [{row}] }}"))
    assert "不在“人员”中" in said
    assert "19900101" not in said
