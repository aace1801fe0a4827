"""The find stage of everybody."""
