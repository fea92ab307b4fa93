"""Repeatable measurements. Each module with a `main` prints one table."""
