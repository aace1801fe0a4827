"""Two results compared: who moves and why, and what else differs."""
