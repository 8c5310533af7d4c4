"""Submissions: what somebody hands in, read, checked, compared with the graph, and taken in."""
