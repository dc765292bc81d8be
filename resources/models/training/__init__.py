"""Trains the appearance networks that tell glasses, hats, ears and covered faces."""
