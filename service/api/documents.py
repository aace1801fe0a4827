"""The description of the interface: OpenAPI, and a page to read and try it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from service.api.openapi import document
from service.errors import Problem
from service.routing import Answer, Call, Route, json_answer
from service.wiring import Service

FOLDER = Path(__file__).resolve().parent.parent / "static" / "swagger-ui"

_FILES = {
    "index.html": "text/html; charset=utf-8",
    "start.js": "text/javascript; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "favicon-32x32.png": "image/png",
}
# Everything from this service; the page sets styles on its elements, and draws small pictures.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def routes(described: Iterable[Route]) -> tuple[Route, ...]:
    """These routes describe the others, and are described with them."""

    def openapi(_service: Service, _call: Call) -> Answer:
        return json_answer(document(table))

    itself = Route(
        "GET",
        "/openapi.json",
        "openapi",
        "public",
        openapi,
        "接口说明（OpenAPI 3.1）",
        "this description, OpenAPI 3.1",
        tag="description",
    )
    table = (*described, itself, *_PAGES)
    return table


def page(_service: Service, _call: Call) -> Answer:
    return _file("index.html")


def page_file(_service: Service, call: Call) -> Answer:
    if call.path["file"] not in _FILES:
        raise Problem("not-found")
    return _file(call.path["file"])


def _file(name: str) -> Answer:
    headers = {"Content-Security-Policy": _POLICY}
    return Answer((FOLDER / name).read_bytes(), media_type=_FILES[name], headers=headers)


_PAGES = (
    Route(
        "GET",
        "/docs",
        "docs",
        "public",
        page,
        "可以试用的接口说明",
        "a page to read it and try it",
        media_type="text/html",
        tag="description",
    ),
    Route(
        "GET",
        "/docs/{file}",
        "docs_file",
        "public",
        page_file,
        "说明页的文件",
        "a file of that page",
        media_type="text/html, text/javascript, text/css, image/png",
        problems=("not-found",),
        tag="description",
    ),
)
