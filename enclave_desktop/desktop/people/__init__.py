"""人员: what is worked out for the table of people, and a person's own page."""
