"""The command line: options, commands, asking, showing, files."""
