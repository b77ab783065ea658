"""The types that pass between stages: frozen, standard library only."""
