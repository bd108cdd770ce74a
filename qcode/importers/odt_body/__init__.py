"""The inside of an OpenDocument text: its styles, its body."""
