"""Quantities of a subject: aggregated exactly, rounded once."""
