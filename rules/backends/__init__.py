"""Engines that match a Program's conditions; `reference` defines the language, the others agree."""
