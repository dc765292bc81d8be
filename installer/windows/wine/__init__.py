"""What Windows has and Wine lacks: small libraries for trials, never part of a package."""
