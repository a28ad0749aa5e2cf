"""From YAML files to a typed, checked rule base."""
