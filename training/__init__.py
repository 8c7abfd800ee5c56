"""How the starter model is made and judged."""
