"""The whole population at once, in DuckDB: a file per stage, named as the stages are."""
