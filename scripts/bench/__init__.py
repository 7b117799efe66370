"""Measures the handbook's tools on generated handbooks: `make bench` and its kin. Not installed."""
