"""`kiosk provision`: one signed file makes this computer a kiosk of an office."""
