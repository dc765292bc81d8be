"""`kiosk config`: every setting, its value, and where that came from."""
