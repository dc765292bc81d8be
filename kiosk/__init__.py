"""Loket: registers residents for Kartu Prakerja at the village and district office."""

__version__ = "0.1.0"
