"""What Alembic runs: the migrations, in the transaction of whoever opens the record."""

from alembic import context

from enclave_desktop.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
context.run_migrations()
