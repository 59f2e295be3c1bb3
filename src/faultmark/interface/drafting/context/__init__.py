"""What annotators are shown beside the signals."""
