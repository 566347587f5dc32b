"""Keeping what a firm declares: tables, the record file, migrations.

`record.Record` opens a record, `changes.Changes` is what it takes. This module imports nothing: SQLAlchemy is
slow to load, and whoever opens no record must not wait for it.
"""
