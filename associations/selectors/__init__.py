"""What pages and other apps read about associations and activities."""
