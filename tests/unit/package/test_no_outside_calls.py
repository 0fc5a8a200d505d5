"""No room talks to a network or asks a language model: what decides is in the package."""

import ast
from pathlib import Path

import backstride

NETWORK = {"socket", "http", "urllib", "ssl", "smtplib", "ftplib", "requests", "httpx", "aiohttp", "websockets"}
MODELS = {
    "openai",
    "anthropic",
    "transformers",
    "torch",
    "tensorflow",
    "llama_cpp",
    "langchain",
    "sklearn",
    "onnxruntime",
}
HARMLESS = {"urllib.parse"}
"""Takes addresses apart and opens none."""
MAY_LISTEN = {"cli/port.py": {"socket"}}
"""Looks whether a port of this machine is free, and whether our own server listens; `test_closed_network` sees that it
asks nobody else."""


def imports_of(text):
    """Every module a source text imports, wherever in it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def outside(text):
    return {name for name in imports_of(text) if name.split(".")[0] in NETWORK | MODELS and name not in HARMLESS}


def test_no_module_imports_a_network_or_a_model_library():
    files = list(Path(backstride.__file__).parent.rglob("*.py"))
    assert len(files) > 100
    root = Path(backstride.__file__).parent
    found = {file.relative_to(root).as_posix(): outside(file.read_text(encoding="utf-8")) for file in files}
    assert {file: names for file, names in found.items() if names} == MAY_LISTEN


def test_the_search_catches_an_import_inside_a_function():
    assert outside("def ask():\n    import urllib.request\n    from openai import chat\n") == {
        "urllib.request",
        "openai",
    }
