"""What the program's words mean; `resources/guide/terms.toml` is the one place."""

from dataclasses import dataclass
from functools import cache
from html import escape

from enclave_desktop.dossier.fields import Field
from enclave_desktop.paths import resources


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    name: str
    words: str
    also: tuple[str, ...] = ()
    """Labels and values that mean the same."""


@cache
def terms() -> tuple[Term, ...]:
    """All of them, in the order of the file."""
    import tomllib

    data = tomllib.loads((resources() / "guide" / "terms.toml").read_text("utf-8"))
    return tuple(Term(row["name"], row["words"], tuple(row.get("also", ()))) for row in data["term"])


@cache
def _by_word() -> dict[str, Term]:
    return {word: term for term in terms() for word in (term.name, *term.also)}


def tip(word: str) -> str:
    """What to show over the word; empty where it speaks for itself."""
    term = _by_word().get(word)
    return _wrapped(term.words) if term else ""


def field_tip(field: Field) -> str:
    """What to show over the field's label: its help, and what its words mean."""
    known = _by_word()
    lines = [field.help] if field.help else []
    if term := known.get(field.label):
        lines.append(term.words)
    lines += [f"{choice}：{known[choice].words}" for choice in field.choices if choice in known]
    return _wrapped(*lines) if lines else ""


def _wrapped(*lines: str) -> str:
    """Only rich text is broken into lines."""
    return "<qt>" + "<br>".join(escape(line, quote=False) for line in lines) + "</qt>"
