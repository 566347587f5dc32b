"""研发费用: what the ledger adds up to."""
