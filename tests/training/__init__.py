"""How the tables of a context are learnt from the workload: counted, folded, rounded, written to a file of a new number."""
