"""The inside of a rich text file: its tokens, its code pages, its text."""
