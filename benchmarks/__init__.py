"""Speed as ratios within one run: never as seconds, which only tell of the machine."""
