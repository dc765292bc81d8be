"""Accessories drawn on bare faces, for training where licence-clean photos are few."""
