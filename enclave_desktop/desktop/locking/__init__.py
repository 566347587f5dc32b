"""Locking an encrypted record while nobody is there: it is closed, and nothing of it stays on the screen."""
