"""One command that shows the whole product on one machine."""
