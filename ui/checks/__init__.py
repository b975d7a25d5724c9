"""The pages of an agency that answers the Hub's questions."""
