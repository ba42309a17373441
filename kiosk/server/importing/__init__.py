"""What others have written, into documents of the feed: one module for each kind of source."""
