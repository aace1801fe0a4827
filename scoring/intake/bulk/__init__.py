"""Admission of large files in DuckDB: rows that are plainly clean; the others by definition."""
