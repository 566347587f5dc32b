"""Printing from the window: which pages, on which printer, at true size."""
