"""The Debian package, its repository, and its life in a clean Debian."""
