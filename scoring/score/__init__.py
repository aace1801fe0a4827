"""Points of leaves, sections and the total, with the lines of the ledger they make."""
