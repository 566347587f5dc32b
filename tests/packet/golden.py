"""The forms as they should look: their text with its places, and a picture each, kept beside this file.

After a change that is meant, renew them with `.venv/bin/python -m tests.packet.golden`, and look at the pictures
before they are committed.
"""

import json
from pathlib import Path

from PIL import Image

from enclave_desktop.packet.forms import form_ids
from enclave_desktop.policy.loading import load_packs
from tests.packet.paper import FIRMS, PROGRAMMES, TextBlock, blocks_of, firm_pdf, picture_of

FOLDER = Path(__file__).parent / "golden"
PICTURED = {
    form: next(p.id for pack in load_packs() for p in pack.programmes if p.form == form)
    for form in form_ids()
}
"""The programme for which each form is pictured."""
CASES = (
    *(("short", programme) for programme in PROGRAMMES),
    *(("long", programme) for programme in PICTURED.values()),
)
"""Firm and programme of each text that is kept."""
PICTURES = tuple((firm, form) for firm in FIRMS for form in PICTURED)
"""Firm and form of each picture that is kept."""


def text_file(firm: str, programme: str) -> Path:
    return FOLDER / f"{firm}-{programme}.json"


def picture_file(firm: str, form: str) -> Path:
    return FOLDER / (f"{form}.png" if firm == "short" else f"{firm}-{form}.png")


def kept_blocks(firm: str, programme: str) -> list[TextBlock]:
    return [TextBlock(*block) for block in json.loads(text_file(firm, programme).read_text("utf-8"))]


def kept_picture(firm: str, form: str) -> Image.Image:
    return Image.open(picture_file(firm, form))


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
    for firm, form in PICTURES:
        picture_of(firm_pdf(firm, PICTURED[form])).save(picture_file(firm, form), optimize=True)


if __name__ == "__main__":
    renew()
