"""Where everything begins: ways to a record, the records opened last, the guide to a new one."""
