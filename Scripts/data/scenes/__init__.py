"""What draw_scenes.py draws: a brush, things and backgrounds."""
