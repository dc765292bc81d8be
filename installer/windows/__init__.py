"""The setup, the MSI, and their trial run under Wine."""
