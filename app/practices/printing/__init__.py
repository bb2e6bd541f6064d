"""One practice on paper: as its page shows it to this reader, with how to cite it."""
