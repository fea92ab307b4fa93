"""Matching rounds: begun, gone through on a board, changed, compared and confirmed (R60, R115)."""
