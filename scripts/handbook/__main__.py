"""`python -m handbook` is the same as `handbook`."""

from handbook.cli import main

main()
