"""Eight processes on one shared record: nothing that was told to be saved is lost, and nobody waits for ever."""

from tests.load.judge import work

SECONDS = 10
"""`make load` works for five minutes."""


def test_that_what_eight_at_once_save_is_all_there(postgres, tmp_path):
    verdict = work(postgres, tmp_path, SECONDS)
    assert verdict.faults == ()
    assert (verdict.deadlocks, verdict.waiting) == (0, 0)
    assert min(verdict.told[what] for what in ("counted", "crossed", "imported", "read", "conflict")) > 0
    assert verdict.told["ended"] == 8
