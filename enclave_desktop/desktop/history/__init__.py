"""The history in the window: what was changed, from what to what, when and by whom."""
