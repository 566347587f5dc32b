"""`packet`: the application packet as PDF."""

from argparse import Namespace

from enclave_desktop.cli.check import checked
from enclave_desktop.cli.naming import chosen_findings, known_programme


def run(call: Namespace) -> int:
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.packet import write_packet

    programme = known_programme(call.programme)
    dossier, year, findings = checked(call, {programme.id})
    chosen = chosen_findings(findings, call.subject, draft=call.draft)
    made = write_packet(Application.of(dossier, chosen, year, draft=call.draft), call.out)
    print(f"已写出 {call.out}：{programme.title}，{len(chosen)} 个对象，{made.pages} 页")
    return 0
