"""The pages, each imported and made on first visit."""

from importlib import import_module

from enclave_desktop.desktop.page import Page, Surroundings

_MADE_BY = {
    "start": ("start", "StartPage"),
    "overview": ("overview", "OverviewPage"),
    "firm": ("tables", "firm_page"),
    "people": ("people", "PeoplePage"),
    "contracts": ("tables", "agreements_page"),
    "spend": ("tables", "spend_page"),
    "matching": ("matching", "MatchingPage"),
    "evidence": ("evidence", "EvidencePage"),
    "packets": ("packets", "PacketsPage"),
    "claims": ("claims", "ClaimsPage"),
    "history": ("history", "HistoryPage"),
    "settings": ("settings", "SettingsPage"),
}
"""Module, and what makes the page, by the key of the sidebar."""


def make(key: str, surroundings: Surroundings) -> Page:
    """The page of that key."""
    module, name = _MADE_BY[key]
    page: Page = getattr(import_module(f"{__name__}.{module}"), name)(surroundings)
    return page
