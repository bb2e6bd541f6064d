"""Search inside one edition, in one language, paragraph by paragraph."""
