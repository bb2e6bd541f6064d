"""What other members made of a practice: adopted, adapted, decided against, and what came of it."""
