"""What happens where interests and activities meet."""
