"""One file for each command: read the arguments, call the library, show the result."""
