"""What a run is asked for, who assesses, and what it gives."""
