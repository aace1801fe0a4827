"""The expression language: a closed subset of FEEL with Chinese and English spellings."""
