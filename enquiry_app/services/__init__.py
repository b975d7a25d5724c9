"""Use cases. One small class each; reaches store and documents through `ports` only."""
