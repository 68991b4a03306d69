"""The shipped bank: complete, within its rules, and right where numbers can tell."""
