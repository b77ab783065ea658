"""Dateline as a part of programs that are built with something else."""
