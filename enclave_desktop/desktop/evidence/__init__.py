"""证明材料 in the window: attaching, looking at, and mending scans; what is missing of them."""
