"""The deeds of the quarterly cycle and the pages on which officers and approvers do them."""
