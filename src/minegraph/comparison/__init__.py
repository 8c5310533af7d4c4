"""Two states of the graph compared: what came, what went, what is said otherwise, which synergies moved."""
