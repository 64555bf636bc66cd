"""Search everything: one box for whatever the business keeps."""
