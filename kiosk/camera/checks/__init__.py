"""The photo checks: one module a check, pure functions from a face to findings."""
