"""What is done to whole files of customers, and to the whole account."""
