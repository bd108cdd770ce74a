"""What the views are made of; no widget knows the project."""
