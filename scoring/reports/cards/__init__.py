"""Score cards: one subject's result for those who may see it."""
