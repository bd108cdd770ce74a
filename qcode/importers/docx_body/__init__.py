"""The inside of a Word file: its package, its style sheet, its body."""
