"""One small file a kind of question. A field shows a value and tells when the person changed it; it knows no rule."""
