"""Evidence as paper: foreign scans and PDFs, read with care, cleaned, and laid on the pages of a packet."""
