"""The settings in force: defaults, this computer's file, and what the centre signed for it."""
