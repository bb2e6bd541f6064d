"""Before an edition is submitted: which links, terms and notes of the draft lead nowhere."""
