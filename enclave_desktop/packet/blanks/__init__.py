"""The offices' own blanks: mapped onto what is on record, filled in, read back."""
