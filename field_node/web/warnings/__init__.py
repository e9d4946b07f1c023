"""Peringatan: what threatens which posko, its clock, and who has answered."""
