"""Who we are: programmes, nodes, municipalities, service units, people and their roles."""
