"""What a review office files of a review, made from the files of its result package."""
