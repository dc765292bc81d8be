"""What the world does to a kiosk: lines, power cuts, disks and clocks, all of it on purpose."""
