"""What the packets of a programme were printed for last: remembered from one start to the next."""

from enclave_desktop.desktop.settings import Settings
from enclave_desktop.dossier.handing_in import PURPOSES, SUBMISSION

_KEY = "purpose/"


def purpose_of(settings: Settings, programme: str) -> str:
    kept = settings.text(_KEY + programme)
    return kept if kept in PURPOSES else SUBMISSION


def keep_purpose(settings: Settings, programme: str, purpose: str) -> None:
    settings.keep_text(_KEY + programme, purpose)
