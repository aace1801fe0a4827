"""The measure stage of everybody."""
