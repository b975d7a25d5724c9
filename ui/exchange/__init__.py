"""Sealed files on screen: sealing for a hub, opening what came, the stores one knows."""
