"""A small invented world, so that a new hub has something on every page."""
