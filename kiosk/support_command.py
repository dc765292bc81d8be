"""`kiosk support-bundle`: what whoever helps needs to see, without personal data."""
