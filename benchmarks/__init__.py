"""This book against a stock Jupyter Book of the same notebooks: size, speed, memory, growth."""
