"""Grades by the standards, directly, after vetoes and within quotas; places."""
