"""A document as one HTML file without outside requests, to read and to print."""
