"""Files that may be attached: looked over in the background, shown, and only then taken."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from enclave_desktop.desktop.evidence.owners import Row
from enclave_desktop.desktop.work import Job
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.evidence import Evidence, proving
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.exchange.evidence_folder import Certainty, Matcher


@dataclass(frozen=True, slots=True)
class Source:
    """A file on disk, or what was pasted."""

    name: str
    path: Path | None = None
    pasted: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One file, with what it is taken for."""

    source: Source
    content: str = ""
    """Its digest."""
    converted: bytes | None = None
    """The PDF made of a Word file."""
    page_count: int = 0
    problem: str = ""
    """Why it cannot be taken, and what to do."""
    warnings: tuple[str, ...] = ()
    doubles: bool = False
    """The same file is there already, for the same row."""
    row: Row | None = None
    among: tuple[Row, ...] = ()
    certainty: "Certainty | None" = None
    """None once the user said what it is."""
    why: str = ""
    wanted: bool = True
    kind: str | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    period_from: str | None = None
    period_to: str | None = None
    note: str | None = None

    @property
    def ready(self) -> bool:
        """It can be taken as it stands."""
        return self.wanted and not self.problem and self.row is not None and self.kind is not None

    @property
    def file_name(self) -> str:
        return self.source.name

    def read(self) -> bytes:
        """The file as it is kept; UserError when it is no longer what was looked over."""
        content = self.converted or self.source.pasted
        if content is None:
            assert self.source.path is not None
            try:
                content = self.source.path.read_bytes()
            except OSError:
                content = b""
        if sha256(content).hexdigest() != self.content:
            raise UserError(
                "有文件在查看之后变了或不见了，没有收入任何文件。", "请关闭这个窗口，重新选择文件。"
            )
        return content


def look_over(
    sources: Sequence[Source],
    dossier: Dossier,
    job: Job,
    *,
    root: Path | None = None,
    row: Row | None = None,
    kind: str | None = None,
) -> list[Offer]:
    """Read the files and say what each is taken for: `row` and `kind` where these are known."""
    from enclave_desktop.exchange.evidence_folder import Matcher

    matcher = Matcher(dossier)
    held: set[tuple[str, Row | None]] = {(evidence.content, evidence.proves) for evidence in dossier.evidence}
    offers = []
    for done, source in enumerate(sources):
        job.progress("查看文件", done, len(sources))
        offer = _named(_read(source, job), matcher, root, row, kind)
        key = offer.content, offer.row
        if offer.content and key in held:
            offer = replace(offer, doubles=True, wanted=False)
        held.add(key)
        offers.append(offer)
    return offers


def refused(source: Source, why: str) -> Offer:
    """A file that is told, and cannot be taken."""
    return Offer(source=source, problem=why, wanted=False)


def _read(source: Source, job: Job) -> Offer:
    from enclave_desktop.packet.attached.reading import Taken, inspect, take

    try:
        if source.pasted is not None:
            taken = Taken(source.pasted, inspect(source.pasted))
        else:
            assert source.path is not None
            taken = take(source.path, job.stop_if_cancelled)
    except UserError as error:
        return refused(source, "".join((error.message, *error.details)))
    return Offer(
        source=source,
        content=sha256(taken.content).hexdigest(),
        converted=taken.content if taken.converted else None,
        page_count=len(taken.inspected.pages),
        warnings=taken.inspected.warnings,
    )


def _named(offer: Offer, matcher: "Matcher", root: Path | None, row: Row | None, kind: str | None) -> Offer:
    guess = matcher.guess(offer.source.path or Path(offer.source.name), root, row=row, known=kind)
    first, last = guess.period or (None, None)
    found = replace(
        offer,
        row=guess.row,
        among=guess.among,
        kind=guess.kind,
        certainty=guess.certainty,
        why=guess.why,
        period_from=first,
        period_to=last,
    )
    if found.row is not None and found.kind is not None and (row is not None or kind is not None):
        return replace(found, certainty=None)
    return found


def rows_to_add(offers: Iterable[Offer], dossier: Dossier) -> list[Evidence]:
    """What goes on record; each behind those of its kind that prove the same row."""
    last: dict[tuple[Row, str], int] = {}
    for row in dossier.evidence:
        key = row.proves, row.kind
        last[key] = max(last.get(key, 0), row.position or 0)
    added = []
    for offer in offers:
        assert offer.row is not None
        assert offer.kind is not None
        key = offer.row, offer.kind
        last[key] = last.get(key, 0) + 1
        added.append(
            Evidence(
                number=token_hex(8),
                kind=offer.kind,
                content=offer.content,
                file_name=offer.source.name,
                position=last[key],
                issued_on=offer.issued_on,
                valid_until=offer.valid_until,
                period_from=offer.period_from,
                period_to=offer.period_to,
                note=offer.note,
                **proving(*offer.row),
            )
        )
    return added


def readers(offers: Iterable[Offer]) -> list[Callable[[], bytes]]:
    """The files to keep, each once."""
    by_digest = {offer.content: offer.read for offer in offers}
    return list(by_digest.values())
