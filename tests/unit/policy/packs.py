"""Rule packs of an invented place for tests, as a TOML file would give them."""

from typing import Any

from enclave_desktop.policy.loading import parse_pack
from enclave_desktop.policy.pack import Pack, Programme

Data = dict[str, Any]


def criterion(fact: str, operator: str, value: Any = None, **more: Any) -> Data:
    name = fact.replace(".", "-").replace("_", "-")
    data: Data = {"id": name, "label": f"条件 {fact}", "fact": fact, "operator": operator, "locator": "L1"}
    data |= {} if value is None else {"value": value}
    return data | {"required": "{value}" if value is not None else "已登记"} | more


ANY_FIRM = criterion("firm.name", "present")
"""Met by everyone."""


def programme(*criteria: Data, subject: str | None = None, **more: Any) -> Data:
    """One programme; unless said, its subject is one that has the facts named."""
    subject = subject or _subject(criteria, more)
    data: Data = {"id": "p-one", "title": "示例补贴", "subject": subject, "topic": "示例", "locator": "L1"}
    return data | {"form": "example", "criterion": list(criteria or [ANY_FIRM])} | more


def _subject(criteria: tuple[Data, ...], more: Data) -> str:
    award = more.get("award", {})
    roles = {str(name).partition(".")[0] for name in (*(c.get("fact") for c in criteria), award.get("by"))}
    if roles & {"person", "contract"} or award.get("basis") == "monthly":
        return "person"
    return "carrier" if "carrier" in roles else "enclave"


def pack_data(*programmes: Data, **more: Any) -> Data:
    measure = {"id": "p", "title": "示例办法", "authority": "示例局", "source": "示例报道"}
    return {"measure": measure, "programme": list(programmes)} | more


def pack(*programmes: Data, **more: Any) -> Pack:
    return parse_pack(pack_data(*programmes, **more), "示例.toml")


def only(*criteria: Data, **more: Any) -> Programme:
    """The one programme of a pack, with these criteria."""
    return pack(programme(*criteria, **more)).programmes[0]
