"""A record's passphrase in the window: making one, opening by it, the recovery code, changing and taking it away."""

from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QMessageBox, QPushButton

from enclave_desktop.desktop.passphrase.line import CAPS, COMPOSING
from enclave_desktop.desktop.passphrase.remembering import SERVICE, name_of, remember
from enclave_desktop.records.cipher import PassphraseWanted, is_encrypted, salt_of
from enclave_desktop.records.record import Record
from enclave_desktop.records.recrypting import change_passphrase, decrypt
from enclave_desktop.records.unlocking import unlock
from tests.desktop.clerk import Clerk
from tests.desktop.encrypted import PASSPHRASE, Encrypted
from tests.desktop.screen import answer_file_dialog, click, drop, named
from tests.desktop.sheet import write
from tests.unit.packet.reading import words_of

BELL_GONE_MS = 150
"""Until then the window answers for the record that it had."""
OTHER = "staple orange window"


@pytest.fixture
def clerk(window, qtbot) -> Clerk:
    return Clerk(window, qtbot)


@pytest.fixture
def asked(clerk, sealed) -> QDialog:
    """The dialog that asks for the passphrase of a record that was dropped on the window."""
    drop(clerk.window, sealed.path)
    return ready(clerk, "输入口令")


@pytest.fixture
def opened(clerk, settled, sealed) -> Encrypted:
    settled(lambda: clerk.window.session.open(sealed.path, key=sealed.key))
    return sealed


def ready(clerk, title: str) -> QDialog:
    dialog = clerk.dialog(title)
    dialog.activateWindow()
    clerk.qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def give(clerk, dialog, passphrase: str) -> None:
    """Typed where the keyboard is, and Enter."""
    clerk.qtbot.waitUntil(lambda: QApplication.focusWidget() is named(dialog, QLineEdit, "口令"))
    clerk.write_over(passphrase)
    clerk.key(Qt.Key.Key_Return)


def is_open(clerk, path: Path) -> None:
    clerk.qtbot.waitUntil(lambda: clerk.window.session.path == path and not clerk.window.session.worker.busy)


def choose(clerk, dialog, passphrase: str, act: str) -> None:
    """A new passphrase, typed twice by the keyboard alone."""
    clerk.write_over(passphrase)
    clerk.reach(named(dialog, QLineEdit, "再输一次口令"))
    write(clerk.qtbot, passphrase)
    clerk.click(act, dialog)


def keep_sheet(clerk, code: str) -> None:
    """Type the last group of the recovery code, and say that it is kept."""
    sheet = ready(clerk, "恢复码")
    shown = [label.text() for label in sheet.findChildren(QLabel)]
    assert set(code.split("-")) <= set(shown)
    clerk.reach(named(sheet, QLineEdit, "恢复单上的最后一组"))
    write(clerk.qtbot, code.rpartition("-")[2].lower())
    clerk.key(Qt.Key.Key_Return)
    clerk.qtbot.waitUntil(lambda: not sheet.isVisible())


def why(dialog) -> str:
    return named(dialog, QLabel, "为什么打不开").text()


def test_that_the_passphrase_opens_it_and_the_title_tells_its_name_only(clerk, asked, sealed):
    give(clerk, asked, PASSPHRASE)
    is_open(clerk, sealed.path)
    assert clerk.window.windowTitle() == "加密企业 — 飞地补贴助手"
    assert named(clerk.window, QPushButton, "档案已加密").text() == "已加密"
    assert len(clerk.window.session.view.dossier.people) > 20


def test_that_a_wrong_one_is_told_and_those_that_follow_have_to_wait(clerk, asked, sealed):
    for wrong in ("wrong", "wrong again", "still wrong"):
        give(clerk, asked, wrong)
        clerk.qtbot.waitUntil(lambda: "正在核对" not in why(asked))
    act = named(asked, QPushButton, "打开")
    clerk.qtbot.waitUntil(lambda: "请等" in why(asked))
    assert not act.isEnabled()
    clerk.qtbot.waitUntil(lambda: "现在可以再试" in why(asked))
    give(clerk, asked, PASSPHRASE)
    is_open(clerk, sealed.path)


def test_that_caps_lock_is_noticed(clerk, asked):
    line = named(asked, QLineEdit, "口令")
    press(line, "Q", Qt.KeyboardModifier.NoModifier)
    assert named(asked, QLabel, "输入提示").text() == CAPS
    press(line, "q", Qt.KeyboardModifier.NoModifier)
    assert named(asked, QLabel, "输入提示").text() == ""
    press(line, "Q", Qt.KeyboardModifier.ShiftModifier)
    assert named(asked, QLabel, "输入提示").text() == ""


def press(line, text, held) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Q, held, text))


def test_that_an_input_method_swallows_nothing_unsaid(clerk, asked, sealed):
    line = named(asked, QLineEdit, "口令")
    write(clerk.qtbot, PASSPHRASE)
    QApplication.sendEvent(line, QInputMethodEvent("ni", []))
    assert named(asked, QLabel, "输入提示").text() == COMPOSING
    clerk.key(Qt.Key.Key_Return)
    assert asked.isVisible()
    QApplication.sendEvent(line, QInputMethodEvent("", []))
    clerk.key(Qt.Key.Key_Return)
    is_open(clerk, sealed.path)


def test_that_it_can_be_shown_and_pasted_with_its_line_end(clerk, asked, sealed):
    line = named(asked, QLineEdit, "口令")
    QApplication.clipboard().setText(f"{PASSPHRASE}\n")
    clerk.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.echoMode() == QLineEdit.EchoMode.Password
    click(clerk.qtbot, asked, "显示口令")
    assert line.displayText() == PASSPHRASE
    clerk.click("打开", asked)
    is_open(clerk, sealed.path)


def test_that_whoever_leaves_the_question_opens_nothing(clerk, asked):
    clerk.key(Qt.Key.Key_Escape)
    clerk.no_dialog()
    assert clerk.window.session.path is None


def test_that_the_recovery_code_opens_it_and_a_new_passphrase_is_set(clerk, asked, sealed):
    clerk.click("忘记口令？用恢复码", asked)
    first, *groups = sealed.code.split("-")
    wrong = "0" + first[1:] if first[0] != "0" else "1" + first[1:]
    write(clerk.qtbot, wrong)
    told = named(asked, QLabel, "恢复码核对")
    assert "第 1 组与恢复单不符" in told.text()
    named(asked, QLineEdit, "第 1 组").setFocus()
    clerk.write_over(first)
    for group in groups:
        write(clerk.qtbot, group.lower())
    assert "已对 13 组" in told.text()
    clerk.click("打开", asked)
    chosen = ready(clerk, "设一个新口令")
    choose(clerk, chosen, OTHER, "换口令并打开")
    is_open(clerk, sealed.path)
    keep_sheet(clerk, code_of(sealed.path, OTHER))
    assert clerk.window.settings.code_kept(sealed.path)


@pytest.fixture
def groups(clerk, asked) -> list[QLineEdit]:
    """The lines for the recovery code's groups."""
    clerk.click("忘记口令？用恢复码", asked)
    return [named(asked, QLineEdit, f"第 {at} 组") for at in range(1, 14)]


def paste(clerk, words: str) -> None:
    QApplication.clipboard().setText(words)
    clerk.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_that_a_whole_code_may_be_pasted_into_any_line_whatever_stands_there(clerk, groups, sealed):
    write(clerk.qtbot, sealed.code[:5])
    groups[4].setFocus()
    write(clerk.qtbot, "AB")
    paste(clerk, sealed.code)
    assert [line.text() for line in groups] == sealed.code.split("-")


def test_that_a_sign_too_many_leaves_the_next_group_as_it_is(clerk, groups, sealed):
    paste(clerk, sealed.code)
    groups[0].setFocus()
    groups[0].setCursorPosition(0)
    write(clerk.qtbot, "9")
    assert groups[1].text() == sealed.code.split("-")[1]


def test_that_after_a_wrong_code_the_keyboard_is_at_the_code(clerk, asked, groups, sealed):
    other = code_of_another(sealed)
    paste(clerk, other)
    clerk.key(Qt.Key.Key_Return)
    clerk.qtbot.waitUntil(lambda: "打不开它" in why(asked))
    assert QApplication.focusWidget() in groups


def code_of_another(sealed) -> str:
    from enclave_desktop.records.cipher import new_key, recovery_code

    return recovery_code(new_key(OTHER))


def test_that_only_what_is_wrong_is_said_in_red(clerk, asked):
    told = named(asked, QLabel, "为什么打不开")
    give(clerk, asked, "wrong")
    clerk.qtbot.waitUntil(lambda: "口令不对" in told.text())
    assert told.property("role") == "error"
    clerk.key(Qt.Key.Key_Return)
    assert told.text() == "正在核对…"
    assert told.property("role") == "second"


def code_of(path: Path, passphrase: str) -> str:
    from enclave_desktop.records.cipher import recovery_code

    return recovery_code(unlock(path, passphrase))


def new_record(clerk, folder) -> QDialog:
    """Begun by the guide, until it asks for a passphrase."""
    clerk.click("新建档案")
    guide = clerk.dialog("新建档案")
    firm = {"统一社会信用代码": "91640100MA7EXAMP48", "注册省份": "宁夏", "注册城市": "银川"}
    clerk.fill(guide, 企业名称="新企业", **firm, 保存在=str(folder / "新企业.enclave"))
    clerk.click("下一步", guide)
    return ready(clerk, "给档案设一个口令")


def test_that_a_new_record_is_encrypted_and_its_recovery_code_shown(clerk, tmp_path):
    dialog = new_record(clerk, tmp_path)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "身份证号、工资和银行账号" in words
    write(clerk.qtbot, "12345678")
    assert "强度：弱" in named(dialog, QLabel, "口令的强度").text()
    clerk.write_over("short")
    clerk.key(Qt.Key.Key_Return)
    assert "至少 8 位" in named(dialog, QLabel, "口令有什么不对").text()
    choose(clerk, dialog, OTHER, "设置口令")
    path = tmp_path / "新企业.enclave"
    clerk.qtbot.waitUntil(lambda: clerk.window.session.path == path and not clerk.window.session.worker.busy)
    assert is_encrypted(path)
    keep_sheet(clerk, code_of(path, OTHER))
    with Record.open(path, key=unlock(path, OTHER), read_only=True) as record:
        from tests.desktop.conftest import DAY

        assert record.dossier(DAY).firm.name == "新企业"
    clerk.click("以后再说", clerk.dialog("新建档案"))


def test_that_one_that_is_missing_or_too_short_is_told_by_the_button_too(clerk, tmp_path):
    dialog = new_record(clerk, tmp_path)
    for typed in ("", "short"):
        clerk.write_over(typed)
        clerk.reach(named(dialog, QLineEdit, "再输一次口令"))
        clerk.click("设置口令", dialog)
        assert "至少 8 位" in named(dialog, QLabel, "口令有什么不对").text()
    clerk.key(Qt.Key.Key_Escape)
    clerk.click("取消", clerk.dialog("新建档案"))


def test_that_two_that_differ_are_not_taken(clerk, tmp_path):
    dialog = new_record(clerk, tmp_path)
    clerk.write_over(OTHER)
    clerk.reach(named(dialog, QLineEdit, "再输一次口令"))
    write(clerk.qtbot, "something else")
    clerk.click("设置口令", dialog)
    assert named(dialog, QLabel, "口令有什么不对").text() == "两次输入的口令不一样"
    clerk.key(Qt.Key.Key_Escape)
    assert not (tmp_path / "新企业.enclave").exists()
    clerk.click("取消", clerk.dialog("新建档案"))


def settings(clerk):
    clerk.go("设置")
    return clerk.window.centralWidget()


def test_that_an_open_record_is_encrypted(clerk, settled, record_file):
    settled(lambda: clerk.window.session.open(record_file))
    page = settings(clerk)
    clerk.click("设置口令…", page)
    choose(clerk, ready(clerk, "给档案设一个口令"), OTHER, "加密档案")
    clerk.qtbot.waitUntil(lambda: clerk.window.session.encrypted)
    keep_sheet(clerk, code_of(record_file, OTHER))
    assert is_encrypted(record_file)
    assert "已加密" in named(page, QLabel, "档案加密").text()
    assert clerk.window.session.view is not None


def test_that_the_passphrase_is_changed_by_who_knows_it(clerk, opened):
    page = settings(clerk)
    clerk.click("换口令…", page)
    give(clerk, ready(clerk, "输入口令"), PASSPHRASE)
    choose(clerk, ready(clerk, "换一个口令"), OTHER, "换口令")
    clerk.qtbot.waitUntil(lambda: salt_of(opened.path) != opened.key.salt)
    keep_sheet(clerk, code_of(opened.path, OTHER))


def test_that_the_settings_say_that_the_new_code_was_not_kept(clerk, opened):
    clerk.window.settings.set_code_kept(opened.path, kept=True)
    page = settings(clerk)
    assert "忘记口令时用它打开" in named(page, QLabel, "恢复码").text()
    clerk.click("换口令…", page)
    give(clerk, ready(clerk, "输入口令"), PASSPHRASE)
    choose(clerk, ready(clerk, "换一个口令"), OTHER, "换口令")
    clerk.click("以后再说", ready(clerk, "恢复码"))
    clerk.no_dialog()
    assert "还没有确认收好" in named(page, QLabel, "恢复码").text()
    assert "口令已换" in clerk.window.status.currentMessage()


def test_that_encryption_is_taken_away_after_a_warning(clerk, opened):
    page = settings(clerk)
    clerk.click("取消加密…", page)
    give(clerk, ready(clerk, "输入口令"), PASSPHRASE)
    clerk.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert "都能看到里面的身份证号" in box.text()
    clerk.click("取消加密", box)
    clerk.qtbot.waitUntil(lambda: not clerk.window.session.encrypted)
    assert not is_encrypted(opened.path)
    assert "没有加密" in named(page, QLabel, "档案加密").text()


def test_that_the_recovery_code_is_shown_again_to_who_knows_the_passphrase(clerk, opened):
    page = settings(clerk)
    clerk.click("再打印恢复码…", page)
    give(clerk, ready(clerk, "输入口令"), PASSPHRASE)
    keep_sheet(clerk, opened.code)


def test_that_the_saved_recovery_sheet_names_the_firm_and_the_record(clerk, opened, tmp_path):
    clerk.click("再打印恢复码…", settings(clerk))
    give(clerk, ready(clerk, "输入口令"), PASSPHRASE)
    ready(clerk, "恢复码")._save_as(tmp_path / "恢复单.pdf")
    clerk.qtbot.waitUntil((tmp_path / "恢复单.pdf").exists)
    text = words_of((tmp_path / "恢复单.pdf").read_bytes())
    assert clerk.window.session.view.dossier.firm.name in text
    assert opened.path.stem in text


class Store:
    """A credential store in memory; `broken`, it does not answer."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = False

    def get_password(self, service, name):
        if self.broken:
            raise RuntimeError("no bus")
        return self.kept.get((service, name))

    def set_password(self, service, name, secret):
        if self.broken:
            raise RuntimeError("no bus")
        self.kept[service, name] = secret

    def delete_password(self, service, name):
        del self.kept[service, name]


@pytest.fixture
def store(monkeypatch) -> Store:
    import keyring

    store = Store()
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(store, name))
    return store


def test_that_it_is_remembered_when_asked_and_forgotten_by_one_click(clerk, store, asked, sealed):
    named(asked, QCheckBox, "在这台电脑上记住，以后直接打开").click()
    give(clerk, asked, PASSPHRASE)
    is_open(clerk, sealed.path)
    clerk.qtbot.waitUntil(lambda: bool(store.kept))
    assert store.kept == {(SERVICE, name_of(sealed.path)): sealed.code}
    assert sealed.path.stem not in str(store.kept)
    clerk.window.session.close()
    clerk.qtbot.wait(BELL_GONE_MS)
    drop(clerk.window, sealed.path)
    is_open(clerk, sealed.path)
    page = settings(clerk)
    clerk.click("忘记它", page)
    clerk.qtbot.waitUntil(lambda: not store.kept)
    clerk.qtbot.waitUntil(lambda: "没有记" in named(page, QLabel, "在这台电脑上").text())


def test_that_a_broken_store_is_told_gently_and_the_record_is_open(clerk, store, asked, sealed):
    store.broken = True
    named(asked, QCheckBox, "在这台电脑上记住，以后直接打开").click()
    give(clerk, asked, PASSPHRASE)
    assert "系统密码库用不了，没有记住口令" in clerk.told()
    is_open(clerk, sealed.path)


def test_that_a_store_that_breaks_later_only_makes_one_type(clerk, store, sealed):
    store.broken = True
    clerk.window.settings.set_remembers_key(sealed.path, remembers=True)
    drop(clerk.window, sealed.path)
    give(clerk, ready(clerk, "输入口令"), PASSPHRASE)
    is_open(clerk, sealed.path)


@pytest.fixture
def remembered(clerk, store, opened) -> Encrypted:
    """The open record, whose key the store holds."""
    remember(opened.path, opened.key)
    clerk.window.settings.set_remembers_key(opened.path, remembers=True)
    return opened


def test_that_what_was_remembered_of_the_former_passphrase_is_forgotten(clerk, store, remembered):
    page = settings(clerk)
    clerk.click("换口令…", page)
    give(clerk, ready(clerk, "输入口令"), PASSPHRASE)
    choose(clerk, ready(clerk, "换一个口令"), OTHER, "换口令")
    clerk.qtbot.waitUntil(lambda: not store.kept)
    keep_sheet(clerk, code_of(remembered.path, OTHER))
    assert "没有记" in named(page, QLabel, "在这台电脑上").text()


def test_that_what_was_remembered_is_forgotten_with_the_encryption(clerk, store, remembered):
    clerk.click("取消加密…", settings(clerk))
    give(clerk, ready(clerk, "输入口令"), PASSPHRASE)
    clerk.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    clerk.click("取消加密", QApplication.activeModalWidget())
    clerk.qtbot.waitUntil(lambda: not store.kept)
    assert not clerk.window.settings.remembers_key(remembered.path)


def test_that_what_is_remembered_and_opens_nothing_any_more_is_forgotten(clerk, store, remembered):
    clerk.window.session.close()
    clerk.qtbot.waitUntil(lambda: not clerk.window.session.worker.busy)
    change_passphrase(remembered.path, remembered.key, OTHER)
    clerk.qtbot.wait(BELL_GONE_MS)
    drop(clerk.window, remembered.path)
    give(clerk, ready(clerk, "输入口令"), OTHER)
    is_open(clerk, remembered.path)
    assert store.kept == {}


def test_that_nothing_opens_it_without_the_key(opened):
    with pytest.raises(PassphraseWanted):
        Record.open(opened.path, read_only=True)


@pytest.fixture
def left_plain(clerk, settled, record_file) -> Path:
    """A backup from before the record was encrypted; the dialog that asks about it is open."""
    from datetime import datetime

    from enclave_desktop.records.backup import folder_beside
    from enclave_desktop.records.verify import unheard

    with Record.open(record_file, read_only=True) as record:
        made = record.backup(folder_beside(record_file), datetime(2025, 6, 30, 9, 0), unheard)
    settled(lambda: clerk.window.session.open(record_file))
    clerk.click("设置口令…", settings(clerk))
    choose(clerk, ready(clerk, "给档案设一个口令"), OTHER, "加密档案")
    clerk.qtbot.waitUntil(lambda: clerk.window.session.encrypted)
    keep_sheet(clerk, code_of(record_file, OTHER))
    return made.path


def test_that_backups_from_before_can_be_encrypted_too(clerk, left_plain, record_file):
    dialog = ready(clerk, "以前的备份没有加密")
    clerk.click("加密它们", dialog)
    clerk.qtbot.waitUntil(lambda: is_encrypted(left_plain) and not clerk.window.session.worker.busy)
    with Record.open(left_plain, key=unlock(left_plain, OTHER), read_only=True) as record:
        assert record.head()


def test_that_backups_from_before_are_deleted_once_there_is_an_encrypted_one(clerk, left_plain):
    clerk.click("另做一份，删去它们", ready(clerk, "以前的备份没有加密"))
    clerk.qtbot.waitUntil(lambda: not left_plain.exists() and not clerk.window.session.worker.busy)
    (new,) = left_plain.parent.glob("*.enclave")
    assert is_encrypted(new)


def test_that_backups_from_before_stay_until_something_was_chosen(clerk, left_plain):
    clerk.click("以后再说", ready(clerk, "以前的备份没有加密"))
    assert left_plain.exists()
    assert not is_encrypted(left_plain)


def test_that_a_record_that_is_cut_off_is_saved_by_its_passphrase(clerk, sealed, tmp_path):
    sealed.path.write_bytes(sealed.path.read_bytes()[:-5000])
    drop(clerk.window, sealed.path)
    clerk.click("救回能读的部分，写成一份新档案…", ready(clerk, "打不开"))
    out = tmp_path / "saved.enclave"
    answer_file_dialog(clerk.qtbot, out)
    give(clerk, ready(clerk, "输入口令"), PASSPHRASE)
    clerk.qtbot.waitUntil(out.exists)
    clerk.qtbot.waitUntil(lambda: clerk.window.session.path == out)
    assert salt_of(out) == sealed.key.salt


def test_that_a_plain_backup_of_an_encrypted_record_that_is_cut_off_waits_for_its_passphrase(
    clerk, sealed, tmp_path
):
    plain = Path(copyfile(sealed.path, tmp_path / "plain.enclave"))
    decrypt(plain, sealed.key)
    sealed.path.write_bytes(sealed.path.read_bytes()[:-5000])
    settings(clerk)
    clerk.click("从备份恢复…")
    answer_file_dialog(clerk.qtbot, plain)
    answer_file_dialog(clerk.qtbot, sealed.path)
    clerk.click("恢复这份备份", ready(clerk, "从备份恢复"))
    give(clerk, ready(clerk, "输入口令"), PASSPHRASE)
    is_open(clerk, sealed.path)
    assert salt_of(sealed.path) == sealed.key.salt
