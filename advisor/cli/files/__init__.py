"""Files of the person: answers, cases, unfinished runs, reports."""
