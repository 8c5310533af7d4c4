"""The API of the server as OpenAPI 3.1: each stored question as its header describes it, and the fixed addresses."""

from minegraph.web.openapi.document import openapi

__all__ = ["openapi"]
