"""Working on a shared record: what others do, conflicts with them, and lost connections."""
