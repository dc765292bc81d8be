"""`kiosk updates`: whether a newer, signed version is there."""
