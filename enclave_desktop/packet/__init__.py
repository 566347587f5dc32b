"""Application packets on paper: findings and a dossier drawn as one PDF."""
