"""Earlier periods: what they were, and what is counted from them."""
