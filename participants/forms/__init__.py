"""What people type about participants."""
