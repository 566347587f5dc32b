"""One percentage over all stages of a packet."""

from enclave_desktop.desktop.packets.stages import WHOLE, over_all
from enclave_desktop.packet.progress import DRAWING, JOINING, LAYING_OUT, READING_BACK, WRITING

STAGES = (LAYING_OUT, DRAWING, WRITING, JOINING, READING_BACK)


def told(*steps):
    """What is told of these steps."""
    heard = []
    tell = over_all(lambda *step: heard.append(step))
    for step in steps:
        tell(*step)
    return heard


def test_that_all_stages_together_are_the_whole():
    heard = told(*((stage, done, 2) for stage in STAGES for done in (0, 1, 2)))
    shares = [done for _, done, _ in heard]
    assert (shares[0], shares[-1]) == (0, WHOLE)
    assert shares == sorted(shares)
    assert len(set(shares)) == 2 * len(STAGES) + 1
    assert {total for *_, total in heard} == {WHOLE}


def test_that_a_second_table_does_not_take_back_what_is_done():
    (_, first, _), (_, second, _) = told((LAYING_OUT, 900, 1000), (LAYING_OUT, 0, 10))
    assert second == first > 0


def test_that_a_stage_of_unknown_length_is_named_and_adds_nothing():
    assert (
        told((DRAWING, 1, 1), ("备份", 0, 0), ("备份", 5, 9))[1:]
        == [("备份", told((DRAWING, 1, 1))[0][1], WHOLE)] * 2
    )
