"""Streamlit page functions; no logic."""
