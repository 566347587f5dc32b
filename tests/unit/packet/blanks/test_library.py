"""The user's mappings, kept with their blanks."""

from dataclasses import replace

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.packet.blanks import library
from enclave_desktop.packet.blanks.mapping import load_mapping
from tests.packet.blanks import PROGRAMME, data_of, mapping_of, path_of

NAME = "groups-and-comb"


@pytest.fixture
def file(tmp_path):
    return library.keep(mapping_of(NAME), data_of(NAME), tmp_path)


def test_that_what_is_kept_is_found_again_for_its_programme(file, tmp_path):
    (one,) = library.for_programme(PROGRAMME, tmp_path)
    assert one.mapping == mapping_of(NAME)
    assert library.blank_of(mapping_of(NAME), tmp_path) == data_of(NAME)
    assert list(library.for_programme("another", tmp_path)) == []


def test_that_a_mapping_that_names_no_programme_is_for_all(tmp_path):
    library.keep(replace(mapping_of(NAME), programmes=()), data_of(NAME), tmp_path)
    assert len(list(library.for_programme("another", tmp_path))) == 1


def test_that_a_second_of_the_same_title_replaces_the_first_only_when_told(file, tmp_path):
    other = replace(mapping_of(NAME), programmes=())
    assert library.keep(other, data_of(NAME), tmp_path) != file
    assert library.keep(other, data_of(NAME), tmp_path, replacing=file) == file
    assert len(library.kept(tmp_path)) == 2


def test_that_a_mapping_handed_on_needs_its_very_blank(file, tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    taken = library.take(file, there)
    mapping = load_mapping(taken)
    assert not library.has_blank(mapping, there)
    with pytest.raises(UserError, match=r"还没有(.|\n)*主管部门发的那份文件"):
        library.blank_of(mapping, there)
    with pytest.raises(UserError, match="重新对应"):
        library.add_blank(mapping, path_of("hand-written"), there)
    library.add_blank(mapping, path_of(NAME), there)
    assert library.blank_of(mapping, there) == data_of(NAME)


def test_that_a_mapping_that_cannot_be_read_is_listed_with_the_reason(file, tmp_path):
    (tmp_path / "坏.toml").write_text("title = 1", "utf-8")
    assert [(one.title, bool(one.problem)) for one in library.kept(tmp_path)] == [
        (NAME, False),
        ("坏", True),
    ]


def test_that_a_blank_goes_with_its_last_mapping(file, tmp_path):
    second = library.keep(mapping_of(NAME), data_of(NAME), tmp_path)
    first, other = sorted(library.kept(tmp_path), key=lambda one: one.file != file)
    library.remove(first, tmp_path)
    assert library.has_blank(mapping_of(NAME), tmp_path)
    library.remove(other, tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert second not in tmp_path.iterdir()


def test_that_a_mapping_finds_its_blank_by_the_offices_name_or_as_the_program_keeps_it(tmp_path):
    mapping, data = mapping_of(NAME), data_of(NAME)
    library.keep(mapping, data, tmp_path)
    assert library.beside(mapping, tmp_path) == data
    (tmp_path / mapping.blank).write_bytes(b"changed")
    assert library.beside(mapping, tmp_path) == b"changed"
    with pytest.raises(UserError, match=mapping.blank):
        library.beside(mapping, tmp_path / "elsewhere")
