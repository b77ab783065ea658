"""What is known and since when: indexes that follow the catalog, export, health."""
