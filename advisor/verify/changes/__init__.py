"""What changes from one version of a rule base to another, exactly."""
