"""Dossiers made at random from a seed, as awkward as records can be: the longest words, rare characters, nothing at all.

The same seed gives the same dossier. Every one passes the checks that a record makes of its rows, so that
what is printed of it could stand in a record.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from stdnum.cn import ric, uscc

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.numbers import birth_date
from enclave_desktop.dossier.values import (
    CENTRE,
    INCUBATOR,
    Agreement,
    Approval,
    Assessment,
    Carrier,
    Claim,
    Contract,
    Enclave,
    Expense,
    Filing,
    Firm,
    Person,
    Project,
)

T = TypeVar("T")

YEAR = 2024
MOST_FEN = 10**13
RARE = "𬭎𫖯䶮㼆𠅤𡥀𪚥龘靐㐂〇"
_COMMON = (
    "宁夏银川新材料科技有限公司研究开发中心飞地孵化器上海深圳高性能分离膜储能电池示例长河大学贺兰山云杉水木"
)
_MARKS = "，。、；：（）《》“”·—…！？"
_LATIN = (
    "Eidgenössische",
    "Technische",
    "Hochschule",
    "Zürich",
    "Łódź",
    "Université",
    "İstanbul",
    "Москва",
    "Ωμεγα",
    "A-座",
    "B/2",
    "R&D",
    "3.5",
    "№7",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "https://example.cn/a/very/long/address?with=words&and=numbers#0123456789",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "0123456789012345678901234567890123456789",
)
_FIELDS = {entity: {field.name: field for field in sheet.fields} for entity, sheet in SHEETS.items()}


def generated(seed: int) -> Dossier:
    """The dossier of that seed."""
    return _Maker(Random(seed)).dossier()


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.as_of = date(2025, 1, 1) + timedelta(days=random.randrange(365))
        self.sparse = random.choice((0.0, 0.2, 0.6, 1.0))
        """How likely what may be empty is."""
        self.long = random.choice((0.0, 0.1, 0.5))
        """How likely words are long."""
        self.taken: set[Any] = set()

    def dossier(self) -> Dossier:
        enclaves = self.several(self.enclave, 1, 1, 2, 4)
        projects = self.several(lambda: self.project(enclaves), 0, 1, 3, 30)
        people = self.several(self.person, 0, 2, 3, 6)
        rows: dict[type[Any], Sequence[Any]] = {
            Firm: [self.firm()],
            Enclave: enclaves,
            Filing: [filing for enclave in enclaves for filing in self.filings(enclave)],
            Person: people,
            Contract: [contract for person in people for contract in self.contracts(person, enclaves)],
            Project: projects,
            Expense: self.expenses(enclaves, projects),
            Agreement: self.several(lambda: self.agreement(enclaves), 0, 1, 4, 20),
            Carrier: self.several(lambda: self.carrier(enclaves), 0, 1, 2),
            Assessment: [self.assessment(enclave) for enclave in enclaves if self.maybe(0.6)],
            Approval: [self.approval(enclave) for enclave in enclaves if self.maybe(0.5)],
            Claim: [self.claim(person) for person in people if self.maybe(0.3)],
        }
        return Dossier.of(self.as_of, rows)

    # Dice.

    def maybe(self, likelihood: float) -> bool:
        return self.random.random() < likelihood

    def several(self, make: Callable[[], T], *counts: int) -> list[T]:
        return [make() for _ in range(self.random.choice(counts))]

    def choice(self, entity: type[Any], name: str) -> str:
        return self.random.choice(_FIELDS[entity][name].choices)

    def likely(self, value: T) -> T | None:
        return value if self.maybe(0.9) else None

    def optional(self, value: Callable[[], T]) -> T | None:
        return None if self.maybe(self.sparse) else value()

    # Words.

    def name(self, most: int = 90) -> str:
        """A name that no other row has."""
        while True:
            longest = 5 * most if self.maybe(self.long / 10) else most
            length = self.random.randint(12, longest) if self.maybe(self.long) else self.random.randint(2, 12)
            name = self.words(length).strip() or "名"
            if name not in self.taken:
                self.taken.add(name)
                return name

    def text(self, most: int = 400) -> str:
        """Words that may run over many lines, and have lines of their own."""
        if self.maybe(self.long / 10):
            return self.words(2000)
        words = self.words(
            self.random.randint(20, most) if self.maybe(self.long) else self.random.randint(1, 20)
        )
        return f"{words}\n{self.words(9)}" if self.maybe(self.long / 3) else words

    def words(self, length: int) -> str:
        pieces: list[str] = []
        while sum(map(len, pieces)) < length:
            kind = self.random.random()
            if kind < 0.75:
                pieces.append("".join(self.random.choices(_COMMON, k=self.random.randint(1, 6))))
            elif kind < 0.85:
                pieces.append(self.random.choice(RARE))
            elif kind < 0.93:
                pieces.append(self.random.choice(_MARKS))
            else:
                pieces.append(f" {self.random.choice(_LATIN)} ")
        words = "".join(pieces)[:length].strip()
        return words if words and words not in ("—", "－") else "字"

    def days_before(self, days: int) -> date:
        return self.as_of - timedelta(days=self.random.randrange(days))

    def fen(self) -> int:
        return self.random.choice((0, 1, 99, 100_00, 1_234_567_89, self.random.randrange(MOST_FEN), MOST_FEN))

    # Rows.

    def code(self) -> str:
        body = f"91640100{''.join(self.random.choices('0123456789ABCDEFGH', k=9))}"
        return body + uscc.calc_check_digit(body)

    def firm(self) -> Firm:
        return Firm(
            name=self.name(),
            credit_code=self.code(),
            province=self.random.choice(("宁夏", "宁夏回族自治区")),
            city=self.random.choice(("银川", "银川市", "银川", "石嘴山")),
            legal_representative=self.optional(lambda: self.words(self.random.randint(2, 30))),
            contact=self.optional(lambda: self.words(3)),
            phone=self.optional(lambda: "0951-0000001 转 8899"),
            address=self.optional(self.text),
            bank=self.optional(self.text),
            account=self.optional(lambda: "6" * self.random.randint(8, 32)),
        )

    def enclave(self) -> Enclave:
        return Enclave(
            name=self.name(),
            type=self.random.choice((CENTRE, CENTRE, INCUBATOR)),
            province=self.random.choice(("上海", "上海市", "广东", "江苏", "上海", "宁夏")),
            city=self.random.choice(("上海", "上海市", "深圳", "苏州")),
            address=self.optional(self.text),
            platform=self.optional(self.name),
            independent=self.likely(True),
            legal_form=self.optional(lambda: self.choice(Enclave, "legal_form")),
            credit_code=self.optional(self.code),
            head=self.optional(lambda: self.words(self.random.randint(2, 40))),
            research_direction=self.optional(self.text),
            floor_area=self.optional(lambda: Decimal(self.random.randrange(10**9)) / 100),
            founded_on=self.optional(lambda: self.days_before(3000)),
        )

    def filings(self, enclave: Enclave) -> list[Filing]:
        return [
            Filing(
                enclave=enclave.name,
                authority=authority,
                filed_on=self.days_before(700),
                number=self.optional(self.name),
                valid_until=self.optional(lambda: self.as_of + timedelta(days=self.random.randrange(900))),
            )
            for authority in _FIELDS[Filing]["authority"].choices
            if self.maybe(0.75)
        ]

    def person(self) -> Person:
        kind, number = self.document()
        return Person(
            name=self.words(
                self.random.randint(2, 60) if self.maybe(self.long) else self.random.randint(2, 5)
            ),
            id_type=kind,
            id_number=number,
            sex=None if kind is None else self.optional(lambda: self.choice(Person, "sex")),
            born_on=self.optional(lambda: birth_date(number) if kind is None else date(1988, 2, 29)),
            mobile=self.optional(lambda: "13800000001"),
            degree=self.random.choice(("博士", "硕士", "博士", "硕士", "学士", None)),
            study_mode=self.likely("全日制"),
            school=self.optional(self.name),
            major=self.optional(self.name),
            key_school=self.likely(True),
            key_discipline=self.likely(True),
            graduated_on=self.optional(lambda: date(2015, 6, 30)),
            degree_certificate=self.optional(self.name),
            title=self.optional(self.name),
            position=self.optional(self.name),
            rnd_staff=self.likely(True),
        )

    def document(self) -> tuple[str | None, str]:
        """A resident's number, or a foreigner's; each once."""
        while True:
            n = self.random.randrange(1000)
            resident = f"9901001990{self.random.randint(1, 12):02d}{self.random.randint(1, 28):02d}{n:03d}"
            kind, number = self.random.choice(
                (
                    (None, resident + ric.calc_check_digit(f"{resident}0")),
                    ("护照", f"E{n:08d}{'X' * self.random.randint(0, 11)}"),
                    ("外国人永久居留证", f"ABC{n:012d}"),
                    ("港澳台居民居住证", f"810000{n:012d}"),
                )
            )
            if number not in self.taken:
                self.taken.add(number)
                return kind, number

    def contracts(self, person: Person, enclaves: Sequence[Enclave]) -> list[Contract]:
        starts = self.as_of - timedelta(days=self.random.randrange(1500))
        found = []
        for n in range(self.random.choice((0, 1, 1, 1, 1, 5))):
            begins = starts + timedelta(days=400 * n)
            ends = begins + timedelta(days=self.random.choice((364, 1826, 1826, 2200, 2200)))
            open_ended = self.maybe(0.1)
            found.append(
                Contract(
                    person=person.id_number,
                    enclave=self.random.choice(enclaves).name,
                    form=self.likely("全职") or "柔性引进",
                    signed_on=self.optional(lambda day=begins: day),  # type: ignore[misc]
                    starts_on=begins,
                    ends_on=None if open_ended else ends,
                    open_ended=open_ended or None,
                    left_on=begins + timedelta(days=300) if self.maybe(0.05) else None,
                    employer=self.optional(self.name),
                    salary=self.optional(self.fen),
                )
            )
        return found

    def project(self, enclaves: Sequence[Enclave]) -> Project:
        return Project(
            number=self.name(40),
            name=self.words(self.random.randint(2, 200)),
            enclave=self.optional(lambda: self.random.choice(enclaves).name),
            starts_on=self.optional(lambda: date(2023, 1, 1)),
            ends_on=self.optional(lambda: date(2026, 12, 31)),
        )

    def expenses(self, enclaves: Sequence[Enclave], projects: Sequence[Project]) -> list[Expense]:
        found = []
        for n in range(self.random.choice((0, 1, 7, 60, 200))):
            sign = -1 if self.maybe(0.1) else 1
            found.append(
                Expense(
                    booked_on=date(YEAR, 1, 1) + timedelta(days=self.random.randrange(366)),
                    voucher=f"记-{n}" if self.maybe(0.9) else f"{self.words(30)}{n}",
                    entry=self.optional(lambda: str(self.random.randrange(99))),
                    enclave=self.random.choice(enclaves).name,
                    project=self.random.choice(projects).number if projects and self.maybe(0.8) else None,
                    category=self.choice(Expense, "category"),
                    amount=sign * self.fen(),
                    summary=self.optional(self.text),
                    funding=self.optional(lambda: self.choice(Expense, "funding")),
                )
            )
        return found

    def agreement(self, enclaves: Sequence[Enclave]) -> Agreement:
        begins = self.optional(lambda: date(2024, 1, 1))
        return Agreement(
            number=self.name(60),
            type=self.choice(Agreement, "type"),
            counterparty=self.words(self.random.randint(2, 80)),
            enclave=self.random.choice(enclaves).name if self.maybe(0.9) else None,
            signed_on=begins,
            starts_on=begins,
            ends_on=self.optional(lambda: date(2027, 12, 31)),
            amount=self.optional(self.fen),
            paid=self.optional(self.fen),
            object=self.optional(self.text),
        )

    def carrier(self, enclaves: Sequence[Enclave]) -> Carrier:
        incubators = [enclave.name for enclave in enclaves if enclave.type == INCUBATOR]
        return Carrier(
            name=self.name(),
            type=self.choice(Carrier, "type"),
            city="银川",
            enclave=self.random.choice(incubators) if incubators and self.maybe(0.5) else None,
            level=self.random.choice(("国家级", "自治区级", "自治区级", None)),
            recognised_on=self.optional(lambda: date(2024, 11, 20)),
            recognition_number=self.optional(self.text),
        )

    def assessment(self, enclave: Enclave) -> Assessment:
        return Assessment(enclave=enclave.name, year=YEAR, result="合格", number=self.optional(self.name))

    def approval(self, enclave: Enclave) -> Approval:
        return Approval(
            enclave=enclave.name,
            category=self.choice(Approval, "category"),
            approved_on=self.days_before(200),
            number=self.optional(self.name),
        )

    def claim(self, person: Person) -> Claim:
        return Claim(
            programme="nx-phd-allowance",
            subject=person.id_number,
            period_from="2024-04",
            period_to="2024-12",
            state="已提交",
            on=self.optional(lambda: self.days_before(90)),
            amount=self.optional(self.fen),
            note=self.optional(self.text),
        )
