"""What waits for an approver: the queue, the greens at once, one return, what was approved."""
