"""The handbook's tooling: reads it, checks it and builds its site."""
