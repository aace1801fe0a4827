"""Several policies reviewed in one go: what rests on what, and in which order."""
