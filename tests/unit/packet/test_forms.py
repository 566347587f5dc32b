from dataclasses import replace

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.packet.forms import (
    Entry,
    Form,
    Opinion,
    Photo,
    Signature,
    Variant,
    form_ids,
    load_form,
    parse_blocks,
    parse_form,
)
from enclave_desktop.policy.loading import load_packs

PROGRAMMES = [programme for pack in load_packs() for programme in pack.programmes]
NAME = {"label": "企业名称", "value": "firm.name"}
BY_HAND = {"label": "备注"}


def form_of(rows, **keys) -> Form:
    data = {"title": "表", "sections": [{"rows": rows}], **keys}
    return parse_form(data, "x/form.toml", "x", parse_blocks({"firm": [[NAME]]}, "blocks.toml"))


def complaint(rows, **keys) -> str:
    with pytest.raises(UserError) as caught:
        form_of(rows, **keys)
    return caught.value.message


def test_that_a_row_may_name_a_block():
    form = form_of(["firm", [BY_HAND]])
    assert form.sections[0].rows == ((Entry("企业名称", "firm.name"),), (Entry("备注"),))


def test_that_a_binding_that_is_not_known_is_refused_with_its_place_and_the_nearest():
    message = complaint([[NAME], [BY_HAND, {"label": "单位", "value": "firm.nmae"}]])
    assert (
        message
        == "x/form.toml：sections[0].rows[1][1].value 没有名为“firm.nmae”的数据项，是否应为“firm.name”。"
    )


def test_that_a_hint_must_be_known_as_well():
    assert "rows[0][0].hint 没有名为“as-of”" in complaint([[{"label": "月数", "hint": "as-of"}]])


def test_that_pay_cannot_be_bound():
    assert "没有名为“contract.salary”" in complaint([[{"label": "月薪", "value": "contract.salary"}]])


def test_that_a_key_that_is_not_known_is_refused_with_its_place_and_the_nearest():
    message = complaint([[{"label": "名称", "valeu": "firm.name"}]])
    assert message == "x/form.toml：sections[0].rows[0][0].valeu 不是认识的键，是否应为“value”。"


def test_that_a_block_that_is_not_known_is_refused_with_the_nearest():
    assert complaint(["fimr"]) == "x/form.toml：sections[0].rows[0] 没有名为“fimr”的公用块，是否应为“firm”。"


@pytest.mark.parametrize("rows", [[], "firm", [[]], [1], [["firm"]]])
def test_that_rows_must_be_lists_of_cells(rows):
    assert "sections[0].rows" in complaint(rows)


def test_that_an_office_is_one_that_enclaves_are_filed_with():
    assert "office 不认识“自治区科技所”，是否应为“自治区科技厅”" in complaint(["firm"], office="自治区科技所")


def test_that_a_category_is_one_that_approvals_have():
    assert "variants.a.category 不认识" in complaint(["firm"], variants={"a": {"category": "高地"}})


def test_that_a_section_is_only_for_programmes_of_the_form():
    sections = [{"rows": ["firm"], "only": ["b"]}]
    assert "only[0] 不认识“b”" in complaint([], sections=sections, variants={"a": {}})


def test_that_a_section_for_one_programme_is_left_out_for_another():
    sections = [{"rows": ["firm"]}, {"rows": [[BY_HAND]], "only": ["b"]}]
    form = form_of([], sections=sections, variants={"a": {}, "b": {}})
    assert [len(form.sections_for(programme)) for programme in ("a", "b")] == [1, 2]


def test_that_a_variant_keeps_what_it_does_not_change():
    form = form_of(["firm"], office="银川市科技局", variants={"a": {}, "b": {"title": "乙表"}})
    variants = [form.variant(replace(PROGRAMMES[0], id=p)) for p in "ab"]
    assert [(variant.title, variant.office) for variant in variants] == [
        ("表", "银川市科技局"),
        ("乙表", "银川市科技局"),
    ]


def test_that_a_form_is_for_any_programme():
    form = form_of(["firm"], office="银川市科技局", variants={"a": {"title": "甲表"}})
    assert form.variant(replace(PROGRAMMES[0], id="b")) == Variant("表", "银川市科技局")


def test_that_a_form_names_no_office_to_a_programme_of_a_measure_that_does_not_ship():
    form = form_of(
        ["firm"], office="银川市科技局", receiver="银川市科技局", variants={"a": {"category": "人才小高地"}}
    )
    elsewhere = replace(PROGRAMMES[0].measure, id="elsewhere")
    assert form.variant(replace(PROGRAMMES[0], id="a", measure=elsewhere)) == Variant("表")


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ([30, 48, 30], "合计应为 156 毫米"),
        ([100, 56.5], "合计应为 156 毫米"),
        ([0, 156], "正数"),
        ("30", "正数"),
    ],
)
def test_that_columns_fill_the_type_area(columns, fault):
    assert f"columns {'应为' if fault == '正数' else ''}{fault}" in complaint(["firm"], columns=columns)


def test_that_a_row_with_more_cells_than_columns_is_refused():
    assert "中有一行多于 2 项" in complaint([[BY_HAND, BY_HAND, BY_HAND]])


@pytest.mark.parametrize(("rows", "fits"), [(1, True), (2, True), (3, False), (0, False)])
def test_that_a_photograph_spreads_over_rows_that_there_are(rows, fits):
    given = [[BY_HAND, {"photo": "（照片）", "rows": rows}], [BY_HAND]]
    if fits:
        assert form_of(given).sections[0].rows[0][1] == Photo("（照片）", rows)
    else:
        assert "中的照片" in complaint(given)


def test_that_a_row_beside_a_photograph_has_a_column_less():
    photo = {"photo": "（照片）", "rows": 2}
    assert "多于 2 项" in complaint([[BY_HAND, photo], [BY_HAND, BY_HAND]])


def test_that_signatures_and_opinions_have_a_row_to_themselves():
    opinion = {"opinion": "意见", "lines": ["经办人"], "seal": "（盖章）"}
    assert "独占一行" in complaint([[BY_HAND, opinion]])


@pytest.mark.parametrize(("height", "fits"), [(0, True), (150, True), (151, False), (-1, False)])
def test_that_a_cell_is_never_higher_than_a_page(height, fits):
    given = [[{"label": "计划", "height": height}]]
    if fits:
        assert form_of(given).sections[0].rows[0][0] == Entry("计划", height=height)
    else:
        assert "height 应在 0 至 150 毫米之间" in complaint(given)


def test_that_a_form_that_there_is_not_is_refused_with_the_nearest():
    with pytest.raises(UserError, match="没有名为“rnd-rewards”的表样，是否应为“rnd-reward”"):
        load_form("rnd-rewards")


def test_that_there_are_eight_forms():
    assert len(form_ids()) == 8


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.id)
def test_that_every_title_says_that_it_is_a_reference_form(programme):
    assert load_form(programme.form).variant(programme).title.endswith("（参考样表）")


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.id)
def test_that_every_form_ends_with_signatures_and_both_opinions(programme):
    sections = load_form(programme.form).sections_for(programme.id)
    signature, *opinions = (item for row in sections[-1].rows[-3:] for item in row)
    assert isinstance(signature, Signature)
    assert [item.label for item in opinions if isinstance(item, Opinion)] == [
        "推荐单位意见（如有）",
        "审核部门意见",
    ]


def test_that_the_forms_are_each_for_a_programme():
    assert {programme.form for programme in PROGRAMMES} == set(form_ids())
