"""Which programmes a firm matches, and why: rule packs held against a dossier. Pure."""
