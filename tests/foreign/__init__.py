"""Tests of the check on sites that others wrote."""
