"""The HTML documents that the server and a release have in common."""
