"""A policy as the rule book people read: its parts, what is said of each, and the page."""
