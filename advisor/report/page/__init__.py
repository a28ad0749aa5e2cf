"""What every report is made of: lines, pages, words, clean text."""
