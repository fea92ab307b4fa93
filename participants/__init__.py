"""Demand: participants, their right to take part, and what they wish for."""
