"""Whatever leaves on paper: content blocks first, then tagged, archival PDF."""
