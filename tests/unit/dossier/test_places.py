"""Provinces and cities under their short and their full names."""

import pytest

from enclave_desktop.dossier.places import same_place, short_place


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("宁夏回族自治区", "宁夏"),
        ("宁夏", "宁夏"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("新疆维吾尔自治区", "新疆"),
        ("西藏自治区", "西藏"),
        ("香港特别行政区", "香港"),
        ("陕西省", "陕西"),
        ("上海市", "上海"),
        ("银川市", "银川"),
        (" 银川市 ", "银川"),
        ("市", "市"),
    ],
)
def test_that_a_place_has_one_short_name(full, short):
    assert short_place(full) == short
    assert same_place(full, short)


@pytest.mark.parametrize(("a", "b"), [("宁夏", "陕西省"), ("银川市", "银川市兴庆区"), ("上海", "海上")])
def test_that_different_places_stay_different(a, b):
    assert not same_place(a, b)
