"""Tints of the five task statuses; the word says it, the tint only helps."""

from __future__ import annotations

TONES = {"not_started": "info", "in_progress": "info", "completed": "", "cannot_start": "neutral", "problem": "danger"}
