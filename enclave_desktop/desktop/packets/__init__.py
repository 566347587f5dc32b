"""Application packets in the window: choosing, what is missing, the preview, saving and printing."""
