"""What stands beside what on a page."""

from enclave_desktop.packet.blanks.mapping import Area
from enclave_desktop.packet.blanks.pdf_layout import Words
from enclave_desktop.packet.blanks.pdf_near import whole_label


def words(text: str, left: float, top: float, size: float, high: float) -> Words:
    chars = ((char, Area(left + at * size, top, size, high)) for at, char in enumerate(text))
    return Words(tuple(chars))


def test_that_the_lines_of_a_label_stay_in_order_though_their_boxes_overlap():
    first, second = words("补助标准", 140, 338, 12, 12), words("（元/月）", 138, 350, 12, 17)
    label = whole_label([first, second])
    assert label is not None
    assert label.text == "补助标准（元/月）"
