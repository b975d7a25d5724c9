"""Mail: composing a message, and giving it to a mail server over TLS. Knows nothing of enquiries."""
