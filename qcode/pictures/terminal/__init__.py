"""Pictures in characters, a module for each kind."""
