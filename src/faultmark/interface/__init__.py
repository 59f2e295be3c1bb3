"""What annotators see and fill in: its specification, the labeling config made of it, drafting and checking.

Nothing here opens a file: text goes in, values come out.
"""
