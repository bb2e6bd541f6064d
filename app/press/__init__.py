"""The press: a template of ours and plain data become a PDF, in a process of its own."""
