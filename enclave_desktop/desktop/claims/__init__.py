"""申领: what was handed in, returned, approved and paid, and what may be claimed now."""
