"""Rule packs of the user's: looked at, installed whole or not at all, told when they are damaged, removed."""

from datetime import date
from pathlib import Path

import pytest

from enclave_desktop import paths
from enclave_desktop.errors import UserError
from enclave_desktop.policy.impact import impact
from enclave_desktop.policy.installed import INDEX, installed
from enclave_desktop.policy.installing import accepted_keys, install, look, packs_in, remove
from enclave_desktop.policy.loading import load_packs, shipped_packs
from enclave_desktop.policy.pack import Pack
from enclave_desktop.policy.signing import Standing
from tests.unit import rows
from tests.unit.policy.offered import sign_pack, write_pack

SHIPPED = [pack.measure.id for pack in shipped_packs()]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(paths.OWN_FOLDER, str(tmp_path / "own"))
    return tmp_path / "own" / "policies"


@pytest.fixture
def signed(tmp_path) -> Path:
    file = write_pack(tmp_path / "盘")
    sign_pack(file, tmp_path / "key.pem")
    return file


def in_force(measure: str) -> Pack | None:
    return next((pack for pack in load_packs() if pack.measure.id == measure), None)


def problem_words() -> str:
    return "\n".join(str(problem) for _, problem in installed().problems)


def test_that_without_any_the_packs_are_those_that_ship(own_folder):
    assert load_packs() == shipped_packs()
    assert not own_folder.exists()


def test_that_a_pack_is_in_force_once_it_is_installed(signed):
    install(look(signed))
    assert [pack.measure.id for pack in load_packs()] == sorted([*SHIPPED, "ex"])


def test_that_a_signed_pack_carries_no_mark(signed):
    install(look(signed))
    assert in_force("ex").measure.mark is None


def test_that_an_unsigned_pack_is_marked(tmp_path):
    install(look(write_pack(tmp_path / "盘")))
    assert in_force("ex").programmes[0].marked_title == "示例补贴〔未签名规则包〕"


def test_that_the_signers_key_is_known_once_a_pack_by_it_is_installed(signed, tmp_path):
    install(look(signed))
    other = write_pack(tmp_path / "另", measure="ex-two", programme="ex-two")
    sign_pack(other, tmp_path / "key.pem")
    assert look(other).signed.standing is Standing.KNOWN


def test_that_a_key_goes_with_the_last_pack_that_it_signed(signed):
    install(look(signed))
    remove("ex")
    assert accepted_keys() == ()


def test_that_a_pack_of_a_measure_that_ships_takes_its_place_until_it_is_removed(tmp_path):
    install(look(write_pack(tmp_path / "盘", measure="nx", programme="nx-other")))
    assert [programme.id for programme in in_force("nx").programmes] == ["nx-other"]
    assert remove("nx") is not None
    assert load_packs() == shipped_packs()


def test_that_a_newer_pack_takes_the_place_of_the_one_installed_before(signed, tmp_path, own_folder):
    install(look(signed))
    install(look(write_pack(tmp_path / "新", amount="200.00")))
    assert "200.00" in in_force("ex").measure.pack
    assert len([place for place in own_folder.iterdir() if place.is_dir()]) == 1


def offered_after(signed: Path, folder: Path, key: Path | None, more: str = "") -> str:
    """What is said against a pack that comes after the one that is installed."""
    install(look(signed))
    file = write_pack(folder, more=more)
    if key:
        sign_pack(file, key, "别的机构")
    return "".join(look(file).cautions)


def test_that_an_unsigned_pack_in_place_of_a_signed_one_is_cautioned_against(signed, tmp_path):
    words = offered_after(signed, tmp_path / "新", None)
    assert words == "现有的由“示例机构”签名，这一份没有签名。"


def test_that_another_signers_pack_is_cautioned_against(signed, tmp_path):
    words = offered_after(signed, tmp_path / "新", tmp_path / "other.pem")
    assert words == "现有的由“示例机构”签名，这一份是另一把密钥签的。"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("written_on = 2026-01-01", "比现有的旧：现有的写于 2026-01-02，这一份写于 2026-01-01。"),
        ("", "现有的写于 2026-01-02，这一份没有写明日期：看不出是新是旧。"),
        ("written_on = 2026-01-02", ""),
        ("written_on = 2026-01-03", ""),
    ],
)
def test_that_an_older_pack_is_cautioned_against(tmp_path, more, words):
    now = write_pack(tmp_path / "盘", more="written_on = 2026-01-02")
    sign_pack(now, tmp_path / "key.pem")
    assert offered_after(now, tmp_path / "旧", tmp_path / "key.pem", more) == words


def test_that_it_is_told_whose_pack_is_replaced(signed, tmp_path):
    assert look(write_pack(tmp_path / "另", measure="nx-fund", programme="x")).replaces.words == (
        "随程序提供的规则包（1 个项目）"
    )
    install(look(signed))
    assert look(signed).replaces.words == "“示例机构”签名的规则包（1 个项目）"


def test_that_a_pack_installed_twice_is_installed_once(signed):
    install(look(signed))
    install(look(signed))
    assert len(installed().own) == 1


def test_that_a_pack_with_the_programme_of_another_measure_is_refused(tmp_path):
    with pytest.raises(UserError, match=r"nx-filing 与 nx\.toml 中的项目编号重复"):
        look(write_pack(tmp_path, programme="nx-filing"))


def test_that_a_pack_whose_case_fails_is_refused(tmp_path):
    with pytest.raises(UserError, match=r"total 应为 99\.00，实为 100\.00"):
        look(write_pack(tmp_path, expects="99.00"))


def test_that_a_pack_changed_after_signing_is_refused(signed):
    signed.write_text(signed.read_text("utf-8").replace("已入驻", "已搬入"), "utf-8")
    with pytest.raises(UserError, match="被改动过"):
        look(signed)


def test_that_a_form_that_does_not_ship_is_refused_with_the_nearest(tmp_path):
    file = write_pack(tmp_path)
    file.write_text(file.read_text("utf-8").replace("rent-equipment", "rent-equipmnt"), "utf-8")
    with pytest.raises(UserError, match="是否应为“rent-equipment”"):
        look(file)


@pytest.mark.parametrize("measure", ["../ex", "Ex", "", "示例", "a/b", ".."])
def test_that_a_measure_that_would_lead_out_of_the_folder_is_refused(tmp_path, measure):
    with pytest.raises(UserError, match=r"measure\.id"):
        look(write_pack(tmp_path, measure=measure))


@pytest.mark.parametrize("name", ["pack.toml", "pack.cases.toml", "pack.toml.sig"])
def test_that_an_installed_pack_that_was_changed_is_told_and_left_out(signed, own_folder, name):
    install(look(signed))
    (file,) = own_folder.glob(f"*/{name}")
    file.write_text(file.read_text("utf-8") + "\n# 改动\n", "utf-8")
    forget()
    assert load_packs() == shipped_packs()
    assert "“ex”没有使用：它的文件在安装之后被改动过" in problem_words()


def test_that_an_installed_pack_that_is_gone_is_told_and_left_out(signed, own_folder):
    install(look(signed))
    (file,) = own_folder.glob("*/pack.toml")
    file.unlink()
    forget()
    assert load_packs() == shipped_packs()
    assert "“ex”没有使用" in problem_words()


def test_that_where_a_replacing_pack_is_damaged_the_one_that_ships_is_in_force(tmp_path, own_folder):
    install(look(write_pack(tmp_path / "盘", measure="nx", programme="nx-other")))
    (file,) = own_folder.glob("*/pack.toml")
    file.write_bytes(b"")
    forget()
    assert load_packs() == shipped_packs()


@pytest.mark.parametrize(
    "text", ["坏了 [", '[[pack]]\nmeasure = "ex"\nfolder = "../../etc"\nsha256 = ""\n', "[pack]\n", "\0"]
)
def test_that_a_damaged_list_is_told_and_mended_by_the_next_pack(signed, own_folder, text):
    own_folder.mkdir(parents=True)
    (own_folder / INDEX).write_text(text, "utf-8")
    assert load_packs() == shipped_packs()
    assert "清单读不出来" in problem_words()
    install(look(signed))
    assert in_force("ex")
    assert problem_words() == ""


def test_that_a_pack_only_copied_into_the_folder_is_not_in_force(tmp_path, own_folder):
    write_pack(own_folder / "ex-0000000000000000")
    assert load_packs() == shipped_packs()


def test_that_a_pack_that_is_not_installed_cannot_be_removed(signed):
    install(look(signed))
    with pytest.raises(UserError, match="已安装的有：ex"):
        remove("xe")
    with pytest.raises(UserError, match="随程序提供"):
        remove("nx")


def test_that_nothing_is_in_force_when_the_list_cannot_be_written(signed, own_folder, monkeypatch):
    offer = look(signed)
    (own_folder / INDEX).mkdir(parents=True)
    with pytest.raises(UserError):
        install(offer)
    assert load_packs() == shipped_packs()


def test_that_packs_are_found_in_a_folder_and_those_right_below(signed, tmp_path):
    write_pack(tmp_path / "盘" / "子")
    (tmp_path / "盘" / "对应.toml").write_text('title = "空白表"\n', "utf-8")
    (tmp_path / "盘" / "._示例.toml").write_text("[measure]\n", "utf-8")
    assert packs_in(tmp_path / "盘") == [signed, tmp_path / "盘" / "子" / "示例.toml"]


@pytest.mark.parametrize("head", ["\ufeff[measure]", "[measure] # 办法", "  [ measure ]"])
def test_that_a_pack_is_found_however_its_author_writes_the_first_line(tmp_path, head):
    file = write_pack(tmp_path / "盘")
    file.write_text(file.read_text("utf-8").strip().replace("[measure]", head), "utf-8")
    assert packs_in(tmp_path / "盘") == [file]


@pytest.mark.parametrize("name", ["示例.toml", "示例.cases.toml", "示例.toml.sig"])
def test_that_a_pack_is_found_by_any_of_its_files(signed, name):
    assert packs_in(signed.with_name(name)) == [signed]


def test_that_a_folder_without_packs_says_so(tmp_path):
    with pytest.raises(UserError, match="没有规则包"):
        packs_in(tmp_path)


def test_that_a_look_tells_what_changes_for_a_firm(signed):
    offer = look(signed)
    dossier = rows.dossier(rows.centre(platform="示例平台"), as_of=date(2025, 6, 30))
    (change,) = impact(dossier, load_packs(), offer.packs_after, 2024)
    assert (change.before, change.after) == ("没有这个项目", "初步符合，获批后 100.00 元")


def test_that_what_stays_as_it_is_is_no_change():
    dossier = rows.dossier(rows.centre(platform="示例平台"), as_of=date(2025, 6, 30))
    assert impact(dossier, load_packs(), load_packs(), 2024) == ()


def test_that_a_programme_that_is_dropped_is_told(tmp_path):
    offer = look(write_pack(tmp_path / "盘", measure="nx-fund", programme="nx-other"))
    dossier = rows.dossier(rows.centre(platform="示例平台"), as_of=date(2025, 6, 30))
    told = {
        change.programme.id: (change.before, change.after)
        for change in impact(dossier, load_packs(), offer.packs_after, 2024)
    }
    assert told["nx-rent-equipment"] == ("待核", "没有这个项目")


def forget() -> None:
    """As a new start of the program does."""
    from enclave_desktop.policy.installed import _installed

    _installed.cache_clear()
