"""Admitted evidence as typed tables in files, from which later runs start."""
