"""Who is asking: tablets, people, roles; what stands at the door of every page."""
