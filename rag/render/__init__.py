"""Domain in, text out."""
