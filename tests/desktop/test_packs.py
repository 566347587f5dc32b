"""规则包 in the settings and by dropping: looked at, agreed to, installed, marked, removed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QMessageBox, QPushButton, QTableWidget, QWidget

from enclave_desktop import paths
from enclave_desktop.desktop.overview.caps import bars
from enclave_desktop.desktop.overview.card import Card
from enclave_desktop.desktop.packs.look_dialog import LookDialog
from enclave_desktop.desktop.widgets.chips import Chip
from enclave_desktop.packet.blanks import library
from enclave_desktop.packet.blanks.mapping import save_mapping
from enclave_desktop.policy.installing import install, look
from enclave_desktop.policy.loading import load_packs
from tests.desktop.screen import answer_file_dialog, click, drop, named
from tests.packet.blanks import data_of, mapping_of
from tests.unit.policy.offered import sign_pack, write_pack

COMB = "groups-and-comb"
MARK = "未签名规则包"
TRUST = "我信得过它的来源，知道它决定的每一处都会标明“未签名规则包”"
COMPARED = "我已用电话等方式与签名人核对指纹，以后也信任这把密钥"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(paths.OWN_FOLDER, str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def stick(tmp_path) -> Path:
    """A stick with an unsigned pack."""
    write_pack(tmp_path / "U 盘")
    return tmp_path / "U 盘"


@pytest.fixture
def opened(window, settled, record_file):
    settled(lambda: window.session.open(record_file))
    return window


def dialog() -> LookDialog:
    (found,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, LookDialog) and w.isVisible())
    return found


def told(parent: QWidget) -> str:
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisible())


def in_force() -> list[str]:
    return [pack.measure.id for pack in load_packs()]


def test_that_a_stick_that_is_dropped_is_looked_at_before_anything_is_installed(opened, settled, stick):
    settled(lambda: drop(opened, stick))
    words = told(dialog())
    assert "安装以后，" in words
    assert "没有签名" in words
    table = named(dialog(), QTableWidget, "安装前后的变化")
    assert [table.item(0, column).text() for column in (0, 2, 3)] == [
        "示例补贴",
        "没有这个项目",
        "初步符合，获批后 100.00 元",
    ]
    assert "ex" not in in_force()


def test_that_an_unsigned_pack_is_installed_only_once_that_was_agreed_to(opened, settled, qtbot, stick):
    settled(lambda: drop(opened, stick))
    shown = dialog()
    assert not named(shown, QPushButton, "安装").isEnabled()
    named(shown, QCheckBox, TRUST).setFocus()
    qtbot.keyClick(named(shown, QCheckBox, TRUST), Qt.Key.Key_Space)
    settled(lambda: click(qtbot, shown, "安装"))
    assert "ex" in in_force()
    assert "已安装" in told(named(opened, QWidget, "示例办法"))


def test_that_a_look_that_is_cancelled_installs_nothing(opened, settled, qtbot, stick):
    settled(lambda: drop(opened, stick))
    click(qtbot, dialog(), "取消")
    assert "ex" not in in_force()


def test_that_programmes_of_an_unsigned_pack_are_marked_where_they_are_matched_and_printed(
    opened, settled, stick
):
    install(look(stick / "示例.toml"))
    settled(opened.session.reload)
    opened.go("matching", "ex-one")
    assert named(opened, Chip, MARK)
    opened.go("matching", "nx-filing")
    with pytest.raises(AssertionError):
        named(opened, Chip, MARK)
    finding = next(f for f in opened.session.view.findings if f.programme.id == "ex-one")
    opened.go("packets", finding)
    assert named(opened, Chip, MARK)


@pytest.mark.parametrize("page", ["overview", "claims"])
def test_that_sums_with_a_part_that_nobody_signed_say_so(opened, settled, stick, page):
    opened.go(page)
    with pytest.raises(AssertionError):
        named(opened, Chip, f"含{MARK}")
    install(look(stick / "示例.toml"))
    settled(opened.session.reload)
    assert "示例补贴" in named(opened, Chip, f"含{MARK}").toolTip()


@pytest.fixture
def yearly(stick):
    """Three more programmes that pay by the year for what the centres spend, installed."""
    measure, head, programme = (stick / "示例.toml").read_text("utf-8").partition("[[programme]]")
    award = 'basis = "yearly"\nof = "enclave.spend"\nrate = "0.08"\ncap = "500.00"\n'
    one = head + programme.partition("basis")[0] + award
    several = [one.replace("ex-one", f"ex-{name}") for name in ("one", "two", "three")]
    (stick / "示例.toml").write_text("".join([measure, *several]), "utf-8")
    (stick / "示例.cases.toml").unlink()
    install(look(stick / "示例.toml"))


def test_that_a_centres_bar_says_under_which_of_several_programmes_it_stands(opened, settled, yearly):
    settled(opened.session.reload)
    told = [bar.name for bar in bars(opened.session.view)]
    assert any(name.endswith(f" · 示例补贴〔{MARK}〕") for name in told)
    assert any(name.endswith(" · 飞地研发中心研发费用奖励") for name in told)


def test_that_the_card_of_claims_is_no_higher_than_what_it_holds(opened, settled, yearly, qtbot):
    opened.go("overview")
    settled(opened.session.reload)
    cards = {card.accessibleName(): card for card in opened.findChildren(Card)}
    claims, beside = cards["现在可以申报（初步符合）"], cards["研发费用与年度上限"]
    qtbot.waitUntil(lambda: beside.height() > opened.height())
    assert claims.height() <= claims.heightForWidth(claims.width())


def test_that_a_new_signers_fingerprint_is_shown_and_agreed_to(opened, settled, qtbot, stick, tmp_path):
    sign_pack(stick / "示例.toml", tmp_path / "key.pem")
    settled(lambda: drop(opened, stick / "示例.toml.sig"))
    fingerprint = look(stick / "示例.toml").signed.key.fingerprint
    assert fingerprint in told(dialog())
    named(dialog(), QCheckBox, COMPARED).click()
    settled(lambda: click(qtbot, dialog(), "安装"))
    assert f"已信任的密钥，指纹 {fingerprint}" in told(named(opened, QWidget, "示例办法"))


def test_that_an_older_pack_by_the_same_signer_takes_a_deliberate_yes(opened, settled, stick, tmp_path):
    now = write_pack(tmp_path / "新", more="written_on = 2026-01-02")
    sign_pack(now, tmp_path / "key.pem")
    install(look(now))
    write_pack(stick, more="written_on = 2026-01-01")
    sign_pack(stick / "示例.toml", tmp_path / "key.pem")
    settled(lambda: drop(opened, stick))
    assert "比现有的旧" in told(dialog())
    assert not named(dialog(), QPushButton, "安装").isEnabled()
    named(dialog(), QCheckBox, "我看过上面的提醒，仍要安装").click()
    assert named(dialog(), QPushButton, "安装").isEnabled()


def test_that_a_pack_in_place_of_one_that_ships_says_so_in_the_settings(window, stick):
    install(look(write_pack(stick, measure="nx-fund", programme="x")))
    window.go("settings")
    QApplication.processEvents()
    assert "已安装，代替随程序提供的" in told(named(window, QWidget, "示例办法"))


def test_that_of_files_dropped_together_the_pack_is_looked_at(opened, settled, stick):
    settled(lambda: drop(opened, stick / "示例.cases.toml"))
    assert "没有签名" in told(dialog())


def test_that_a_file_is_chosen_in_the_settings_without_a_record(window, settled, qtbot, stick):
    window.go("settings")
    click(qtbot, window, "安装规则包")
    settled(lambda: answer_file_dialog(qtbot, stick / "示例.toml"))
    assert "没有打开档案" in told(dialog())
    named(dialog(), QCheckBox, TRUST).click()
    settled(lambda: click(qtbot, dialog(), "安装"))
    assert "ex" in in_force()


def test_that_a_pack_that_was_changed_after_signing_is_refused_with_the_reason(
    window, settled, stick, tmp_path
):
    sign_pack(stick / "示例.toml", tmp_path / "key.pem")
    with (stick / "示例.toml").open("a", encoding="utf-8") as file:
        file.write("# 改动\n")
    settled(lambda: drop(window, stick))
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "被改动过" in box.text()
    box.close()


def test_that_an_installed_pack_is_removed_after_asking(window, settled, qtbot, stick):
    install(look(stick / "示例.toml"))
    window.go("settings")
    QApplication.processEvents()
    click(qtbot, window, "移除示例办法")
    settled(lambda: click(qtbot, QApplication.activeModalWidget(), "移除"))
    assert "ex" not in in_force()
    with pytest.raises(AssertionError):
        named(window, QWidget, "示例办法")


def test_that_a_damaged_pack_is_told_and_the_record_opens_all_the_same(
    window, settled, record_file, stick, own_folder
):
    install(look(stick / "示例.toml"))
    (file,) = own_folder.glob("policies/*/pack.toml")
    file.unlink()
    settled(lambda: window.session.open(record_file))
    window.go("matching")
    assert "1 个已安装的规则包没有使用" in told(window)
    window.go("settings")
    QApplication.processEvents()
    assert "“ex”没有使用" in told(window)
    assert named(window, QPushButton, "移除ex")


def test_that_a_mapping_on_a_stick_is_looked_at_and_installed_with_its_blank(
    window, settled, qtbot, tmp_path
):
    stick, mapping = tmp_path / "表", mapping_of(COMB)
    stick.mkdir()
    save_mapping(mapping, stick / "对应.toml")
    (stick / mapping.blank).write_bytes(data_of(COMB))
    settled(lambda: drop(window, stick))
    assert "一并安装" in told(dialog())
    settled(lambda: click(qtbot, dialog(), "安装"))
    (kept,) = library.kept(paths.blanks())
    assert library.has_blank(kept.mapping, paths.blanks())


def test_that_a_mapping_without_its_blank_says_so(window, settled, tmp_path):
    save_mapping(mapping_of(COMB), tmp_path / "对应.toml")
    settled(lambda: drop(window, tmp_path / "对应.toml"))
    assert "安装后再补上" in told(dialog())
