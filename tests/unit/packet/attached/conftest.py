from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[3] / "fixtures" / "attached"


@pytest.fixture
def telephone() -> Path:
    """A picture in HEIC, as telephones take it: the four quarters, 320 × 200."""
    return FIXTURES / "telephone.heic"
