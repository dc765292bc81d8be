"""Figures of speed and memory on this machine: `python -m tests.benchmarks`.

Nothing here passes or fails: a slow machine is not a defect of the kiosk.
"""
