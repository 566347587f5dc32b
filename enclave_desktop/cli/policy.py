"""`policy`: list, verify, sign, install, remove."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.paths import resources
from enclave_desktop.policy.bundle import pack_file, read_bundle, signature_file
from enclave_desktop.policy.case_file import cases_file
from enclave_desktop.policy.installed import Installed, installed
from enclave_desktop.policy.installing import Offer, install, look, packs_in, read_rules, remove, signature_of
from enclave_desktop.policy.loading import pack_files
from enclave_desktop.policy.pack import Measure
from enclave_desktop.policy.signing import Standing

_FIRST = 30
"""So many changes are told in words."""


def list_(call: Namespace) -> int:
    found = installed()
    for pack in found.packs:
        measure = pack.measure
        print("　".join((measure.id, measure_words(measure), *_origin(measure, found))))
        for programme in pack.programmes:
            print(f"  {programme.id}　{programme.marked_title}")
    for _, problem in found.problems:
        print(problem, file=sys.stderr)
    return 0


def measure_words(measure: Measure) -> str:
    return "　".join(filter(None, (measure.title or "（公开报道未载明办法名称）", measure.authority)))


def _origin(measure: Measure, found: Installed) -> Iterator[str]:
    for own in found.own:
        if own.pack.measure.id == measure.id:
            yield "已安装"
            yield measure.mark or own.signed.words


def verify(call: Namespace) -> int:
    files = [pack_file(call.file)] if call.file else pack_files(resources() / "policies")
    failures = [line for file in files for line in _verify(file)]
    if failures:
        raise UserError(f"规则包有 {len(failures)} 处算例不成立：", *failures)
    return 0


def _verify(file: Path) -> list[str]:
    read = read_rules(file)
    title = f"{file.name}：{len(read.pack.programmes)} 个项目"
    if read.cases is None:
        print(f"{title}，格式正确；旁边没有算例（{cases_file(file).name}）")
    else:
        print(f"{title}，{read.cases} 个算例，{len(read.failures)} 处不成立")
    if signature_file(file).exists():
        print(f"签名：{signature_of(file).words}")
    return [f"{cases_file(file).name} {failure}" for failure in read.failures]


def sign(call: Namespace) -> int:
    from enclave_desktop.policy.signing import load_key, new_key, sign
    from enclave_desktop.whole_file import write_whole

    file = pack_file(call.file)
    read_rules(file).hold()
    key = new_key(call.new_key) if call.new_key else load_key(call.key)
    public, text = sign(read_bundle(file), key, call.signer)
    out = signature_file(file)
    write_whole(out, lambda path: path.write_text(text, encoding="utf-8"))
    if call.new_key:
        print(f"已做新密钥 {call.new_key}：请妥善保管，不要交给别人；丢了只能另做一把")
    print(f"已签名 {out}：签名人 {public.signer}，指纹 {public.fingerprint}")
    print("请把指纹另行告诉使用者（例如打电话），连同规则包、算例和签名三个文件一起交付；交付后不要改动。")
    return 0


def install_(call: Namespace) -> int:
    offers = [look(file) for file in packs_in(call.file)]
    if len(offers) > 1:
        raise UserError(
            f"{call.file} 里有多个规则包，请写明哪一个：", *(f"  {offer.read.file}" for offer in offers)
        )
    (offer,) = offers
    for line in _offered(offer):
        print(line)
    if call.record:
        for line in _changes(call, offer):
            print(line)
    _ask(call, offer)
    install(offer)
    print(f"已安装规则包 {offer.pack.measure.id}，现在起生效。移除：policy remove {offer.pack.measure.id}")
    return 0


def _offered(offer: Offer) -> Iterator[str]:
    measure = offer.pack.measure
    yield f"{measure.id}　{measure_words(measure)}　据{measure.source}"
    for programme in offer.pack.programmes:
        yield f"  {programme.id}　{programme.title}"
    yield f"算例：{offer.read.cases} 个，都成立" if offer.read.cases else "算例：没有，无法核对规则写得对不对"
    yield f"签名：{offer.signed.words}"
    if offer.replaces:
        yield f"将代替现有的同一编号、{offer.replaces.words}"
    yield from (f"请注意：{caution}" for caution in offer.cautions)


def _changes(call: Namespace, offer: Offer) -> Iterator[str]:
    """What the pack changes for the firm of the record."""
    from enclave_desktop.cli.opening import open_record
    from enclave_desktop.policy.impact import impact
    from enclave_desktop.policy.report import subject_words

    with open_record(call.record, read_only=True) as record:
        dossier = record.dossier(call.as_of)
    year = call.year or call.as_of.year - 1
    changes = impact(dossier, installed().packs, offer.packs_after, year)
    firm = dossier.firm.name if dossier.firm else "（尚未登记企业）"
    if not changes:
        yield f"对 {firm}（{call.as_of}）没有影响：各项结论和金额都不变。"
        return
    yield f"安装以后，{firm} 有 {len(changes)} 处不同（{call.as_of}）："
    for change in changes[:_FIRST]:
        yield f"  {change.programme.title}　{subject_words(change.subject)}：{change.before} → {change.after}"
    if len(changes) > _FIRST:
        yield f"  其余 {len(changes) - _FIRST} 处从略"


def _ask(call: Namespace, offer: Offer) -> None:
    """UserError unless it may be installed: unsigned only by `--unsigned`, else by `--yes` or an answer."""
    if offer.signed.standing is Standing.NONE and not call.unsigned:
        raise UserError(
            "这个规则包没有签名，没有安装。",
            "签名能说明规则出自谁手、没有被改动。确实信得过的，加上 --unsigned；它决定的每一处都会标明“未签名规则包”。",
        )
    if call.yes:
        return
    if not sys.stdin.isatty():
        raise UserError("还没有安装：请看过以上内容，同意的话加上 --yes。")
    if offer.signed.standing is Standing.UNKNOWN:
        print("请先用电话等方式与签名人核对指纹。同意之后，这把密钥签的规则包都算已信任。", file=sys.stderr)
    print("安装吗？[y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"y", "yes", "是", "好"}:
        raise UserError("没有安装。")


def remove_(call: Namespace) -> int:
    back = remove(call.measure)
    after = "，恢复使用随程序提供的规则包" if back else ""
    print(f"已移除规则包 {call.measure}{after}。档案里的数据和已打印的材料不变。")
    return 0
