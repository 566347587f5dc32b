"""What a firm declares: frozen values, and every field's label, kind, choices and checks, once.

No Qt, no SQL, no files, no clock: a day that matters is an argument.
"""

# Defines the sheets, whichever module of the dossier is asked first.
import enclave_desktop.dossier.values  # noqa: F401
