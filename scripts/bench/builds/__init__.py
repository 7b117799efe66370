"""Measures builds of the same handbook by several generators: `make bench`.

corpus -> a project of each generator -> interleaved rounds -> measurements -> table
"""
