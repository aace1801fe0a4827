"""The routes, one file per noun, with the schemas of what goes in and out beside them."""
