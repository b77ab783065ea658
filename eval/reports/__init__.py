"""Runs, comparisons and gates as people and programs read them: text, JSON, one HTML page, JUnit's XML."""
