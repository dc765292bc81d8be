"""Newer versions, where an office keeps its packages: told, never installed."""
