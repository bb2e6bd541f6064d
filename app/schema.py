"""The revision of the database that this code was written for."""

HEAD = "0095"
