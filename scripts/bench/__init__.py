"""Measures the handbook's tools on generated handbooks: `make bench`. Not installed."""
