"""What pages and other apps read about participants."""
