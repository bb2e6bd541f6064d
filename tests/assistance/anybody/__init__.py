"""Any acts by anybody in any order, while offices change hands: what is always true."""
