"""How packets are printed: what the forms say, and over that what the firm set."""

from dataclasses import replace

import pytest

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.dossier.handing_in import PURPOSES
from enclave_desktop.errors import UserError
from enclave_desktop.packet.options import (
    ORDER,
    Options,
    one_line,
    options_for,
    order_in_words,
    order_of_words,
    setting_of,
    usual_for,
)
from tests.unit.rows import dossier, print_setting

PROGRAMME = "nx-phd-allowance"


@pytest.mark.parametrize(("purpose", "hidden"), list(zip(PURPOSES, (0, 2, 0), strict=True)))
def test_that_numbers_are_hidden_where_everybody_reads_them(purpose, hidden):
    options = options_for(dossier(), PROGRAMME, purpose)
    assert (options.purpose, len(options.hidden), options.part_order) == (purpose, hidden, ORDER)


def test_that_what_the_firm_set_for_a_programme_and_purpose_holds():
    held = dossier(
        print_setting(copies=3, show_numbers=False, part_order="证明材料、申请表、承诺书、条件对照表、附表"),
        print_setting(purpose="企业留存", copies=1),
        print_setting(programme="yc-rnd-reward", copies=9),
    )
    options = options_for(held, PROGRAMME)
    assert (options.copies, options.hidden) == (3, frozenset({Kind.DOCUMENT_NUMBER}))
    assert options.part_order == ("evidence", "form", "commitment", "criteria", "annexes")
    assert options_for(held, PROGRAMME, "企业留存").copies == 1
    assert options_for(held, "yc-rnd-reward").copies == 9


def test_that_an_unknown_purpose_is_refused():
    with pytest.raises(UserError, match="没有“展览”这种用途"):
        options_for(dossier(), PROGRAMME, "展览")


@pytest.mark.parametrize(
    ("double", "right", "backs"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_that_backs_stay_blank_only_on_paper_printed_on_both_sides(double, right, backs):
    assert Options(double_sided=double, right_hand=right).backs is backs


def test_that_an_order_comes_back_from_its_words():
    assert order_in_words(ORDER) == "申请表、承诺书、条件对照表、附表、证明材料"
    assert order_of_words(order_in_words(ORDER[::-1])) == ORDER[::-1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("申请表、附件", "没有“附件”这一部分"),
        ("申请表", "写一次"),
        ("申请表、申请表、承诺书、附表、证明材料", "写一次"),
    ],
)
def test_that_an_order_that_is_none_is_refused(words, message):
    with pytest.raises(UserError, match=message):
        order_of_words(words)


def test_that_options_come_back_from_data():
    options = Options(copies=3, newest_months=6, part_order=ORDER[::-1], receiver="示例区科技局")
    assert Options.from_data(options.as_data()) == options
    assert Options.from_data({"copies": 2, "from_a_later_program": 1}) == Options(copies=2)


def test_that_the_forms_own_receiver_leaves_no_trace_in_what_packets_are_numbered_by():
    assert "receiver" not in Options().as_data()


def test_that_a_receiver_set_for_handing_in_holds_for_each_purpose_that_has_no_other():
    held = dossier(
        print_setting(receiver="示例区科技局"),
        print_setting(purpose="公示或传阅", receiver="示例区人才办"),
        print_setting(programme="yc-rnd-reward", receiver="示例市财政局"),
    )
    found = [options_for(held, PROGRAMME, purpose).receiver for purpose in PURPOSES]
    assert found == ["示例区科技局", "示例区人才办", "示例区科技局"]
    assert options_for(held, "nx-filing").receiver is None


@pytest.mark.parametrize(
    ("words", "line"),
    [("", None), (" \n", None), (" 示例区\n科技局 ", "示例区 科技局"), ("局" * 99, "局" * 60)],
)
def test_that_a_receiver_is_one_line_of_bounded_length(words, line):
    assert one_line(words) == line
    assert options_for(dossier(print_setting(receiver=words)), PROGRAMME).receiver == line


@pytest.mark.parametrize("purpose", PURPOSES)
def test_that_nothing_is_set_where_all_is_as_usual(purpose):
    assert setting_of(usual_for(purpose), PROGRAMME) is None


def test_that_what_is_set_prints_as_was_chosen():
    usual = usual_for("公示或传阅")
    chosen = replace(usual, copies=3, show_accounts=True, newest_months=6, part_order=ORDER[::-1])
    setting = setting_of(chosen, PROGRAMME)
    assert (setting.copies, setting.colour) == (3, None)
    assert options_for(dossier(setting), PROGRAMME, "公示或传阅") == chosen


@pytest.mark.parametrize(("numbers", "accounts"), [(True, True), (True, False), (False, True)])
def test_that_scans_are_masked_where_any_number_is_hidden(numbers, accounts):
    assert Options(show_numbers=numbers, show_accounts=accounts).masked is not (numbers and accounts)


@pytest.mark.parametrize(
    "data",
    [
        {"copies": "2"},
        {"newest_months": []},
        {"part_order": ["form"]},
        {"part_order": "form"},
        {"colour": 1},
        {"receiver": 1},
        {"receiver": "局" * 61},
        {"receiver": "科技\n局"},
    ],
)
def test_that_data_that_are_no_options_are_refused(data):
    with pytest.raises((ValueError, TypeError)):
        Options.from_data(data)
