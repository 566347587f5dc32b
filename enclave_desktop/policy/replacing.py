"""A pack that takes the place of another: whose that one is, and in what the new one is worth less."""

from collections.abc import Iterator
from dataclasses import dataclass

from enclave_desktop.policy.pack import Measure, Pack
from enclave_desktop.policy.signing import Signed, SigningKey


@dataclass(frozen=True, slots=True)
class Replaced:
    """The pack of the same measure that is in force now."""

    pack: Pack
    signed: Signed | None
    """None where it ships with the program."""

    @property
    def key(self) -> SigningKey | None:
        return self.signed.key if self.signed else None

    @property
    def words(self) -> str:
        """Which one it is: “甲”签名的规则包（4 个项目）."""
        whose = f"“{self.key.signer}”签名" if self.key else "没有签名" if self.signed else "随程序提供"
        return f"{whose}的规则包（{len(self.pack.programmes)} 个项目）"


def cautions(replaced: Replaced, measure: Measure, signed: Signed) -> Iterator[str]:
    """What speaks against putting the pack of that measure and signature in its place."""
    if replaced.key and signed.key is None:
        yield f"现有的由“{replaced.key.signer}”签名，这一份没有签名。"
    elif replaced.key and signed.key and replaced.key.public != signed.key.public:
        yield f"现有的由“{replaced.key.signer}”签名，这一份是另一把密钥签的。"
    before, after = replaced.pack.measure.written_on, measure.written_on
    if before and after is None:
        yield f"现有的写于 {before}，这一份没有写明日期：看不出是新是旧。"
    elif before and after and after < before:
        yield f"比现有的旧：现有的写于 {before}，这一份写于 {after}。"
