"""The routes that a centre serves to kiosks and carriers, as the application itself has them."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

Route = tuple[str, str]
"""Method and path."""


def served(app: FastAPI) -> frozenset[Route]:
    """Everything below `/v1`."""
    return frozenset(
        (method, context.path)
        for context in iter_route_contexts(app.routes)
        if context.path is not None and context.path.startswith("/v1/")
        for method in context.methods or ()
    )
