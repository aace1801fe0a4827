"""Documents of Word from templates that an office can edit; a template holds no code."""
