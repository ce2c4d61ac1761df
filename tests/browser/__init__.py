"""A real browser against the real site."""

from uuid import UUID

# The alert that somebody asked for and has not confirmed.
WAITING = UUID("5f0c7b1e-0000-4000-8000-000000000001")
# Who works at the desk, and with which password.
OPERATOR = "olga-at-the-desk"
