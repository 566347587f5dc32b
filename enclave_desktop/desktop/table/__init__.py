"""Tables that a clerk knows how to use: rows of the dossier in a grid, edited in place."""
