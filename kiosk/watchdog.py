"""Tells systemd that this program is ready and alive, where systemd wants to know."""
