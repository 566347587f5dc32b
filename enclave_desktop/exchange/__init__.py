"""Workbooks in and out, driven by the dossier's fields.

This module imports nothing: whoever opens no workbook must not wait for the libraries that read them.
"""
