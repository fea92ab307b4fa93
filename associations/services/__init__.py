"""Every write to associations and activities."""
