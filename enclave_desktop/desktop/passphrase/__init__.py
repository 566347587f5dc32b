"""The passphrase in the window: typing and choosing one, the recovery code, and the system's credential store."""
