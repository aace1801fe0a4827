"""The formatter: layout and words of a document change, what it says does not."""
