"""Documents as spreadsheets, by XlsxWriter."""
