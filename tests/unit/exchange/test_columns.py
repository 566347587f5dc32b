"""Reading a column: each distinct cell once, and no two cells mixed up."""

from datetime import date
from typing import Any

from enclave_desktop.dossier.fields import SHEETS, Field
from enclave_desktop.dossier.reading import BadValue
from enclave_desktop.dossier.values import Agreement, Enclave
from enclave_desktop.exchange.columns import CLEAR, read_column


def field(entity: type[Any], name: str) -> Field:
    return SHEETS[entity].field(name)


def test_that_values_stand_in_the_order_of_their_cells():
    cells = ["2024-01-05", "", None, "-", date(2024, 1, 5), "2024年1月5日"]
    day = date(2024, 1, 5)
    assert read_column(field(Enclave, "founded_on"), cells) == [day, None, None, CLEAR, day, day]


def test_that_true_and_one_are_not_the_same_cell():
    read = read_column(field(Agreement, "amount"), [1.0, True, 1.0])
    assert read[0] == read[2] == 100
    assert isinstance(read[1], BadValue)
    other = read_column(field(Enclave, "independent"), [True, 1.0, False, 0.0])
    assert other[0] is True
    assert other[2] is False
    assert isinstance(other[1], BadValue)
    assert isinstance(other[3], BadValue)


def test_that_what_is_no_number_is_a_fault_wherever_it_stands():
    nothing, endless = float("nan"), float("inf")
    for name in ("amount", "number", "signed_on"):
        read = read_column(field(Agreement, name), [nothing, endless])
        assert all(isinstance(value, BadValue) for value in read), name


def test_that_a_fault_keeps_no_frames_alive():
    (fault,) = read_column(field(Agreement, "amount"), ["x"])
    assert fault.__traceback__ is None
    assert fault.__context__ is None
