"""What the server answers at which address: each module has `routes`, thin functions from a request to a job."""
