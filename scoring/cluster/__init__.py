"""Everybody in parts, where one machine is too small: the tallies elsewhere, the rest here."""
