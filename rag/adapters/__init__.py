"""One outside library a file, and the only file that imports it."""
