"""Themes: how they come about and stay (refresh), and what their pages show (page)."""
