"""Prompt documents: pure functions over text and JSON-like values. Modules are imported by name."""
