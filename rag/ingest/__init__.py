"""Source -> Article -> archive."""
