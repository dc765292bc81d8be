"""Makes and tries the packages for Windows and Debian: `python3 dev.py package`."""
