"""The result package: a folder of tables, inputs and digests that verifies and explains itself."""
