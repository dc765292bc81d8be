"""Checks of this computer, each a finding with what to do."""
