"""Printers of slips: ESC/POS on a device, or a CUPS queue. They get a finished picture."""
