"""Rule packs of an invented place for tests, as a TOML file would give them."""

from typing import Any

from enclave_desktop.policy.loading import parse_pack
from enclave_desktop.policy.pack import Pack, Programme

Data = dict[str, Any]


def criterion(fact: str, operator: str, value: Any = None, **more: Any) -> Data:
    data: Data = {"id": fact, "label": f"条件 {fact}", "fact": fact, "operator": operator, "locator": "L1"}
    data |= {} if value is None else {"value": value}
    return data | {"required": "{value}" if value is not None else "已登记"} | more


def programme(*criteria: Data, subject: str = "enclave", **more: Any) -> Data:
    data: Data = {"id": "p-one", "title": "示例补贴", "subject": subject, "topic": "示例", "locator": "L1"}
    return data | {"form": "example", "criterion": list(criteria)} | more


def pack_data(*programmes: Data, **more: Any) -> Data:
    measure = {"id": "p", "title": "示例办法", "authority": "示例局", "source": "示例报道"}
    return {"measure": measure, "programme": list(programmes)} | more


def pack(*programmes: Data, **more: Any) -> Pack:
    return parse_pack(pack_data(*programmes, **more), "示例.toml")


def only(*criteria: Data, **more: Any) -> Programme:
    """The one programme of a pack, with these criteria."""
    return pack(programme(*criteria, **more)).programmes[0]
