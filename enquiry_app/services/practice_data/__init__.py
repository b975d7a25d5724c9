"""Makes up fictional agencies, people, families and enquiries for practising. The same seed makes the same ones."""
