"""飞地通: what a research enclave may claim, explained and printed."""

__version__ = "0.1.0"
