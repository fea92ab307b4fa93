"""The demonstration: invented people and associations, the same for the same seed, and what loads them."""
