"""The conclude stage of everybody."""
