"""What goes into a bundle for whoever helps; nothing personal."""
