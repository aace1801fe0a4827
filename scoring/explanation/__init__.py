"""Why a subject ended as it did, in sentences: outlines, their phrases, and the voice."""
