"""Answers on the page: cards, people who know, related pages."""
