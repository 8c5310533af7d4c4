"""Forms: what one can fill in about the things of a class, as the shapes say, and the cells of a table as terms."""
