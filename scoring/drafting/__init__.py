"""Boundary cases drafted for a policy: what no case shows yet, searched for and written down."""
