"""Turns the handbook into a site of static files. Only here is the site engine known."""
