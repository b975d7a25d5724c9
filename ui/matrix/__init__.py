"""The threshold matrix on the screen: signs by dimension and level, their evidence, and the suggestion afterwards."""
