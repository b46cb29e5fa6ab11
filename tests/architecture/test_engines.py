import ast
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ENGINES = {"tantivy", "elasticsearch"}
THEIR_ROOM = REPOSITORY / "search" / "engines"


def imports(module):
    """The names of the packages that a module imports."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0]


def test_only_the_engines_room_imports_an_engines_library():
    modules = [path for room in ("config", "cms", "search", "directory") for path in (REPOSITORY / room).rglob("*.py")]
    importing = {path.parent for path in modules if ENGINES.intersection(imports(path))}
    assert importing == {THEIR_ROOM}
