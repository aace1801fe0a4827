"""Documents for people: what is said of a review, and one renderer per format."""
