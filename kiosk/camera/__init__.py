"""Frames in, findings out: the camera, its two threads and the photo checks."""

import os

# OpenCV reads these once, when it is loaded; why: docs/camera.md. Whoever set them knows better.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")
