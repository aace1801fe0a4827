"""What follows from the results: lists, cases, money, evidence for other policies."""
