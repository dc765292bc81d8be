"""`kiosk unsent`: what would be lost if the data went now; asked by the uninstallers."""
