"""What a packet was made from, and the number and digest it is known by."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from enclave_desktop.dossier.evidence import words_of_edits
from enclave_desktop.dossier.frozen import freeze
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.blanks.mapping import as_toml
from enclave_desktop.packet.windows_fonts import WindowsFont, windows_fonts
from enclave_desktop.policy.pack import UNSIGNED

FORMAT = 1
_GROUP, _GROUPS = 4, 3


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that decides what a packet shows; no personal data but the subjects' keys, which only the record
    holds: on paper stand digests.
    """

    data: Mapping[str, Any]
    dossier: bytes
    pack: bytes
    own_blank: tuple[bytes, ...] = ()
    """The office's own blank and its mapping, where there is one."""
    fonts: tuple[WindowsFont, ...] = ()
    """What it is drawn from besides the bundled fonts; they are named by their digests, not kept."""

    @property
    def parts(self) -> tuple[bytes, ...]:
        """What the data names by digests, besides evidence."""
        return self.dossier, self.pack, *self.own_blank

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest, in hex."""
        return _digest(self.words)

    @property
    def words(self) -> bytes:
        """The manifest as it is kept: canonical JSON."""
        return json.dumps(self.data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def number(self) -> str:
        """What the packet is called on paper and in the record: 1A2B-3C4D-5E6F, the head of its digest."""
        head = self.digest[: _GROUP * _GROUPS].upper()
        return "-".join(head[at : at + _GROUP] for at in range(0, len(head), _GROUP))

    @property
    def qr(self) -> str:
        """What the code on the last page says."""
        return f"enclave-desktop:packet:{FORMAT}:sha256:{self.digest}"

    def pieces(self) -> Iterator[tuple[str, str]]:
        """What the last page lists: words and SHA-256."""
        yield "企业档案快照", self.data["dossier"]
        pack = self.data["pack"]
        yield f"{UNSIGNED if pack.get('unsigned') else '规则包'} {pack['file']}", pack["sha256"]
        if blank := self.data.get("own_blank"):
            yield f"空白表 {blank['file']}", blank["sha256"]
            yield f"空白表的对应 {blank['title']}", blank["mapping"]
        for font in self.data.get("fonts", ()):
            yield f"字体 {font['name']}", font["sha256"]
        for entry in self.data["evidence"]:
            yield entry["label"], entry["sha256"]


_DIGESTS = {"file": str, "sha256": str}
_SHAPE: dict[str, Any] = {
    "as_of": str,
    "year": int,
    "programme": str,
    "subjects": [str],
    "draft": bool,
    "options": dict,
    "dossier": str,
    "pack": _DIGESTS,
    "evidence": [{"piece": str, "label": str, "sha256": str, "edits": (str, type(None))}],
}
_PERHAPS: dict[str, Any] = {
    "remarks": [str],
    "fonts": [{"face": str, "name": str, "sha256": str}],
    "own_blank": {**_DIGESTS, "title": str, "mapping": str, "besides": bool},
    "program": str,
    "pages": int,
    "names": [str],
}
_MOST_BYTES = 16 * 1024 * 1024
"""Of a manifest: that of 2 000 pieces of evidence has one."""


def read_manifest(words: bytes) -> dict[str, Any]:
    """What was kept of a packet; ValueError when it is no manifest."""
    if len(words) > _MOST_BYTES:
        raise ValueError("no manifest")
    try:
        data = json.loads(words)
    except RecursionError as error:
        raise ValueError("no manifest") from error
    if not _fits(data, _SHAPE) or not all(_fits(data[key], _PERHAPS[key]) for key in _PERHAPS if key in data):
        raise ValueError("no manifest")
    return dict(data)


def _fits(value: Any, shape: Any) -> bool:
    """The value is of that type, or made of values as the shape is made of types."""
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(
            key in value and _fits(value[key], shape[key]) for key in shape
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(one, shape[0]) for one in value)
    return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))


def manifest_of(application: Application) -> Manifest:
    """The manifest of a packet that is about to be made. UserError when a font that was chosen is not there."""
    dossier, measure = freeze(application.dossier), application.programme.measure
    pack = measure.pack.encode()
    data = {
        "format": FORMAT,
        "as_of": application.as_of.isoformat(),
        "year": application.year,
        "programme": application.programme.id,
        "subjects": [subject.key for subject in application.subjects],
        "draft": application.draft,
        "options": application.options.as_data(),
        "dossier": _digest(dossier),
        "pack": {
            "file": f"{measure.id}.toml",
            "sha256": _digest(pack),
            **({"unsigned": True} if measure.unsigned else {}),
        },
        "evidence": list(_attached(application)),
    }
    if application.remarks:
        data["remarks"] = list(application.remarks)
    fonts = windows_fonts() if application.options.windows_fonts else ()
    if fonts:
        data["fonts"] = [{"face": font.face, "name": font.name, "sha256": font.sha256} for font in fonts]
    own_blank = application.own_blank
    if own_blank is None:
        return Manifest(data, dossier, pack, fonts=fonts)
    mapping = as_toml(own_blank.mapping).encode()
    data["own_blank"] = {
        "file": own_blank.mapping.blank,
        "title": own_blank.mapping.title,
        "sha256": _digest(own_blank.data),
        "mapping": _digest(mapping),
        "besides": own_blank.besides,
    }
    return Manifest(data, dossier, pack, (own_blank.data, mapping), fonts)


def _attached(application: Application) -> Iterator[dict[str, Any]]:
    """Each file by the pages it takes, as they are stamped: 附件 3-2 至 3-4."""
    for key, attachments in application.attachments.items():
        piece, first = key.partition(":")[2], 1
        name = application.programme.evidence[int(piece) - 1].name
        for attached in attachments:
            last = first + len(attached.pages) - 1
            pages = f"{piece}-{first}" if first == last else f"{piece}-{first} 至 {piece}-{last}"
            content = attached.content
            data = content if isinstance(content, bytes) else content.read_bytes()
            yield {
                "piece": key,
                "label": f"附件 {pages} {name}",
                "sha256": _digest(data),
                "edits": words_of_edits(attached.edits),
            }
            first = last + 1


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
