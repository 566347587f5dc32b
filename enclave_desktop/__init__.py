"""Enclave Desktop: what a research enclave (科创飞地) may claim, explained and printed."""

__version__ = "0.1.0"
