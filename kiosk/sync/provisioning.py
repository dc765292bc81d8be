"""The provisioning file: what the centre signs for a new kiosk."""
