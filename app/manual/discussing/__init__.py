"""Comments on paragraphs of the manual: each hangs on an identity and goes where its words go."""
