"""Hits -> Evidence -> Answer."""
