"""The inside of a Word file: its package, its body, its tables."""
