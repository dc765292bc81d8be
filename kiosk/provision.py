"""From a signed file to an enrolled kiosk."""
