"""A comparison of two results as a document for people."""
