"""What a learned model takes each phrase of a brief for."""
