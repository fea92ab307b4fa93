"""Every write about participants."""
