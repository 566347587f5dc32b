"""What a scanned file is said to be by its name and its folders."""

from datetime import date
from pathlib import Path

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.exchange import evidence_folder
from enclave_desktop.exchange.evidence_folder import Certainty, Matcher, files_in, periods_in
from tests.unit import rows

OTHER = "110101199003070038"
ROOT = Path("扫描件")


def guess(name: str, *held):
    return Matcher(rows.dossier(rows.firm(), rows.centre(), *held)).guess(ROOT / name, ROOT)


def test_that_a_name_and_a_kind_are_enough():
    found = guess("示例人 学位证书.pdf", rows.person())
    assert (found.kind, found.row, found.certainty) == (
        "学位学历证书",
        ("人员", rows.NUMBER),
        Certainty.SURE,
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("示例人 个人所得税纳税清单.pdf", "工资或个税记录"),
        ("示例人-个人所得税.tiff", "工资或个税记录"),
        ("示例人 国外学历学位认证书.jpg", "学历认证报告"),
        ("示例人 教育部学历证书电子注册备案表.pdf", "学历认证报告"),
        ("示例人 本科学历证.jpg", "学位学历证书"),
        ("示例人 社会保险个人权益记录单.pdf", "社保记录"),
        ("示例人 养老保险缴费.png", "社保记录"),
    ],
)
def test_that_papers_are_known_by_the_names_that_their_offices_give_them(name, kind):
    assert guess(name, rows.person()).kind == kind


def test_that_folders_say_what_the_name_does_not():
    found = guess("示例人/身份证/正面.jpg", rows.person())
    assert (found.kind, found.row, found.certainty) == ("身份证件", ("人员", rows.NUMBER), Certainty.LIKELY)


def test_that_people_of_one_name_have_to_be_chosen_from():
    found = guess("示例人身份证.jpg", rows.person(), rows.person(id_number=OTHER))
    assert found.row is None
    assert found.certainty is Certainty.OPEN
    assert set(found.among) == {("人员", rows.NUMBER), ("人员", OTHER)}


@pytest.mark.parametrize("digits", [OTHER, OTHER[-4:], OTHER[-6:]])
def test_that_the_end_of_a_number_tells_people_of_one_name_apart(digits):
    found = guess(f"示例人{digits}身份证.jpg", rows.person(), rows.person(id_number=OTHER))
    assert (found.row, found.certainty) == (("人员", OTHER), Certainty.SURE)


@pytest.mark.parametrize(("digits", "certainty"), [(6, Certainty.SURE), (4, Certainty.LIKELY)])
def test_that_four_digits_alone_are_a_guess_and_six_are_not(digits, certainty):
    found = guess(f"身份证{OTHER[-digits:]}.jpg", rows.person(), rows.person(id_number=OTHER))
    assert (found.row, found.certainty) == (("人员", OTHER), certainty)


def test_that_a_longer_name_is_not_taken_for_the_shorter_in_it():
    found = guess("示例人甲 护照.pdf", rows.person(), rows.person(name="示例人甲", id_number=OTHER))
    assert found.row == ("人员", OTHER)


def test_that_a_labour_contract_is_found_by_its_person():
    contract = rows.contract()
    found = guess("示例人劳动合同.pdf", rows.person(), contract)
    assert found.row == ("劳动合同", (contract.person, contract.enclave, contract.starts_on))


def test_that_of_several_contracts_the_day_in_the_name_tells():
    first, second = rows.contract(), rows.contract(starts_on=date(2030, 1, 1))
    asked = guess("示例人劳动合同.pdf", rows.person(), first, second)
    assert (asked.row, len(asked.among)) == (None, 2)
    found = guess("示例人劳动合同20300101.pdf", rows.person(), first, second)
    assert found.row == ("劳动合同", (second.person, second.enclave, second.starts_on))


def test_that_what_names_nobody_else_is_the_firms():
    assert guess("营业执照.pdf").row == ("企业", None)


def test_that_what_names_an_enclave_is_its_own():
    assert guess("上海中心 营业执照.pdf").row == ("飞地", "上海中心")


def test_that_a_kind_that_is_known_says_whose_it_may_be():
    contract = rows.contract()
    matcher = Matcher(rows.dossier(rows.firm(), rows.centre(), rows.person(), contract))
    found = matcher.guess(Path("示例人.pdf"), known="劳动合同")
    assert found.row == ("劳动合同", (contract.person, contract.enclave, contract.starts_on))


def test_that_a_longer_word_says_more_about_the_kind():
    assert guess("示例人学历认证报告.pdf", rows.person()).kind == "学历认证报告"


def test_that_what_says_nothing_is_asked():
    found = guess("IMG_20240506_101010.jpg", rows.person())
    assert (found.kind, found.row, found.certainty) == (None, None, Certainty.OPEN)


def test_that_a_row_that_is_known_limits_the_kinds():
    matcher = Matcher(rows.dossier(rows.firm(), rows.centre()))
    assert matcher.guess(Path("任务书.pdf"), row=("企业", None)).kind is None
    assert matcher.guess(Path("征信.pdf"), row=("企业", None)).kind == "信用报告"


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("社保2024年1-6月", ("2024-01", "2024-06")),
        ("社保202401-202412", ("2024-01", "2024-12")),
        ("社保2023-11至2024-02", ("2023-11", "2024-02")),
        ("社保2024年3月", ("2024-03", "2024-03")),
        ("2024年度审计报告", ("2024", "2024")),
        ("社保", None),
    ],
)
def test_that_the_months_in_a_name_are_read(name, period):
    assert periods_in([name]) == period


def test_that_a_folder_gives_what_may_be_evidence_only(tmp_path):
    for name in ("a.pdf", "sub/b.JPG", "notes.xlsx", ".hidden.pdf", "~$x.docx", ".git/c.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = files_in(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found.files] == ["a.pdf", "sub/b.JPG"]


@pytest.mark.usefixtures("links")
def test_that_what_is_left_out_of_a_folder_is_named_with_the_reason(tmp_path):
    for name in ("说明.txt", "全部.zip", "README", "Thumbs.db", ".hidden", "~$x.docx", "a.pdf"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    left_out = {path.name: why for path, why in files_in(tmp_path).left_out}
    assert left_out.keys() == {"说明.txt", "全部.zip", "README", "b.pdf"}
    assert "扩展名是 .txt" in left_out["说明.txt"]
    assert "解压" in left_out["全部.zip"]
    assert "没有扩展名" in left_out["README"]
    assert "链接" in left_out["b.pdf"]


@pytest.mark.parametrize(("bound", "limit"), [("MOST_FILES", 1), ("MOST_BYTES", 1)])
def test_that_a_folder_is_not_taken_beyond_its_bounds(tmp_path, monkeypatch, bound, limit):
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.setattr(evidence_folder, bound, limit)
    with pytest.raises(UserError, match="超过"):
        files_in(tmp_path)
