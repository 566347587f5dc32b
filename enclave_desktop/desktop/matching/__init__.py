"""补贴匹配: what each programme comes to, why, what would change it, and on which assumptions it rests."""
