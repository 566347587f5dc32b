"""Editing one row, field by field, from the one vocabulary."""
