"""Names that may be one and the same: what to compare, and which to show to a person."""
