"""What claims and their steps are called on screen."""

from collections.abc import Iterable, Iterator

from enclave_desktop.desktop.widgets.chips import Look
from enclave_desktop.dossier.handing_in import RETURNED
from enclave_desktop.dossier.showing import mask_number
from enclave_desktop.dossier.values import Claim
from enclave_desktop.policy.claim_course import APPROVED, NO_DAY, PAID, PLANNED, SUBMITTED, Course
from enclave_desktop.policy.claim_standing import Standing

LOOKS = {
    PLANNED: Look(PLANNED, "clock_16_regular", "mute"),
    SUBMITTED: Look(SUBMITTED, "chevron_right_16_regular", "info"),
    RETURNED: Look(RETURNED, "error_circle_16_filled", "warn"),
    APPROVED: Look(APPROVED, "checkmark_16_regular", "ok"),
    PAID: Look(PAID, "checkmark_circle_16_filled", "ok"),
}
_ACTIONS = {SUBMITTED: "登记提交", RETURNED: "登记退回", APPROVED: "登记获批", PAID: "登记拨付"}
_AGAIN = {
    (RETURNED, SUBMITTED): "再次提交",
    (RETURNED, RETURNED): "补记意见",
    (APPROVED, APPROVED): "更正获批",
    (PAID, APPROVED): "更正获批",
    (PAID, PAID): "再记一笔拨付",
}


def action_words(now: str, wanted: str) -> str:
    """What the button for a next step says."""
    return _AGAIN.get((now, wanted)) or _ACTIONS[wanted]


def next_words(one: Course) -> str:
    """Where the claim stands and what may come next."""
    now = one.claim.state
    following = "或".join(action_words(now, state) for state in one.next_states)
    back = "；记错了可以撤回上一步" if one.can_go_back else ""
    return f"现在是“{now}”，下一步可以{following}{back}。"


def next_steps(chosen: Iterable[Standing]) -> Iterator[tuple[str, str, list[tuple[Standing, Course]]]]:
    """What may be recorded of several claims at once: words, state, and of which; corrections are for one alone."""
    known = [(standing, one) for standing in chosen for one in standing.courses]
    for state, words in _ACTIONS.items():
        targets = [
            (standing, one)
            for standing, one in known
            if state in one.next_states and one.claim.state not in (state, PAID)
        ]
        if targets:
            yield words, state, targets


def period_words(claim: Claim) -> str:
    """2024-04 至 2024-12, 2024 年度."""
    last = claim.period_to
    if last and last != claim.period_from:
        return f"{claim.period_from} 至 {last}"
    return claim.period_from if "-" in claim.period_from else f"{claim.period_from} 年度"


def day_words(day: object) -> str:
    return "日期未填" if day == NO_DAY else str(day)


def subject_words(standing: Standing) -> str:
    """With a person's number masked."""
    if not standing.person:
        return standing.name
    number = mask_number(standing.subject)
    return number if standing.name == standing.subject else f"{standing.name}（{number}）"


def name_words(standing: Standing) -> str:
    """The name alone; who is not on record is told by the masked number."""
    return (
        mask_number(standing.subject)
        if standing.person and standing.name == standing.subject
        else standing.name
    )
