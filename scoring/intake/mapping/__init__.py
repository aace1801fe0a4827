"""Messy tables: what a mapping file says a sheet means, and the sheet read by it."""
