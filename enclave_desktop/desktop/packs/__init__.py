"""Rule packs and mappings of office blanks in the window: which there are, and installing them with a look first."""
