"""What every test runs under: no screen, and no clock on property tests."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if settings.get_current_profile_name() != "ci":
    settings.register_profile("local", deadline=None)
    settings.load_profile("local")
