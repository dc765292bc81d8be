"""Frames in, findings out: the camera, its two threads and the photo checks."""
