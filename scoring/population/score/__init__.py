"""The score stage of everybody."""
