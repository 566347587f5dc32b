"""The forms as they should look: their text with its places, and one picture each, kept beside this file.

After a change that is meant, renew them with `.venv/bin/python -m tests.packet.golden`, and look at the pictures
before they are committed.
"""

import json
from pathlib import Path

from PIL import Image

from enclave_desktop.packet.forms import form_ids
from enclave_desktop.policy.loading import load_packs
from tests.packet.paper import PROGRAMMES, TextBlock, blocks_of, firm_pdf, picture_of

FOLDER = Path(__file__).parent / "golden"
CASES = (
    *(("short", programme) for programme in PROGRAMMES),
    *(
        ("long", programme)
        for programme in ("nx-filing", "nx-phd-allowance", "yc-carrier-incubator", "yc-rnd-reward")
    ),
)
"""Firm and programme of each text that is kept."""
PICTURED = {
    form: next(p.id for pack in load_packs() for p in pack.programmes if p.form == form)
    for form in form_ids()
}
"""The programme for which each form is pictured."""


def text_file(firm: str, programme: str) -> Path:
    return FOLDER / f"{firm}-{programme}.json"


def picture_file(form: str) -> Path:
    return FOLDER / f"{form}.png"


def kept_blocks(firm: str, programme: str) -> list[TextBlock]:
    return [TextBlock(*block) for block in json.loads(text_file(firm, programme).read_text("utf-8"))]


def kept_picture(form: str) -> Image.Image:
    return Image.open(picture_file(form))


def renew() -> None:
    """Write everything anew."""
    FOLDER.mkdir(exist_ok=True)
    for firm, programme in CASES:
        rows = [
            [block.page, *(round(edge, 1) for edge in block[1:5]), block.text]
            for block in blocks_of(firm_pdf(firm, programme))
        ]
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        text_file(firm, programme).write_text(f"[\n{lines}\n]\n", "utf-8")
    for form, programme in PICTURED.items():
        picture_of(firm_pdf("short", programme)).save(picture_file(form), optimize=True)


if __name__ == "__main__":
    renew()
