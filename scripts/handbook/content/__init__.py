"""Reads the handbook's files into frozen values. Knows nothing of the site engine."""
