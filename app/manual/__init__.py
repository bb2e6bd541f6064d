"""The manual: chapters made of blocks with permanent ids, one working draft, frozen editions."""
