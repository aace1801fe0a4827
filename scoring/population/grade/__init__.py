"""The grade stage of everybody."""
