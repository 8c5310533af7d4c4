"""Whether a release is findable, accessible, interoperable and reusable, as far as it can be told without a network."""
