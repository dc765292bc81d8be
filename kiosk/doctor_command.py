"""`kiosk doctor`: what is the matter with this computer, and what to do about it."""
