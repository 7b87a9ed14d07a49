"""Joining, leaving, roles, invitations, the charter."""
