"""The product beside named peers, in one run each: ratios, not seconds."""
