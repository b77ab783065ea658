"""Eval: know whether a change made answers better."""
