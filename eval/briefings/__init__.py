"""Scoring a series of briefings against gold labels: what they report as new, repeat, cover and leave empty.

Pure functions over `rag.domain.briefing.Briefing`; `eval.briefings.series` takes all measures at once.
"""
