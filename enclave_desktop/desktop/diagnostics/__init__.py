"""What helps to find a fault, without anything of the firm or of who uses the program."""
