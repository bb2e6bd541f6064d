"""Open seats: courses, visits and webinars with places that members and the Secretariat offer."""
