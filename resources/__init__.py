"""Everything the kiosk reads but does not run: models, fonts, texts, styles, regions."""
