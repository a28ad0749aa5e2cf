"""What touches the world around a run: streams, variables, clock, whole files; and how failure is told."""
