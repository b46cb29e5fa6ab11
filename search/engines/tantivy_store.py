"""One generation of the embedded index: what its fields are, and how documents get into it and are read back.
In: documents. Out: a folder with a tantivy index; what that says of itself; digests.
Next: tantivy.py asks the generation that is current, and builds the next one.

What an index says of itself is a document without a listed day: no question can find it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy

from search.document import Document, digest_of
from search.engines.contract import NoIndexError, Refused, State
from search.schema import FACETS, SCHEMA, Holds

STATE_ID = -1
WRITER_MEMORY = 64_000_000
BUILDER_MEMORY = 256_000_000  # large, so that a rebuild ends in few segments: fewer are quicker to ask


def schema() -> tantivy.Schema:
    """Return the schema in tantivy's words."""
    builder = tantivy.SchemaBuilder()
    for row in SCHEMA:
        match row.holds:
            case Holds.IDENTITY:
                builder.add_integer_field(row.name, indexed=True, fast=True)
            case Holds.MATCHED:
                builder.add_text_field(row.name, tokenizer_name="whitespace", index_option="basic")
            case Holds.RANKED:
                builder.add_text_field(row.name, tokenizer_name="whitespace", index_option="freq")
            case Holds.KEYS:
                builder.add_text_field(row.name, tokenizer_name="raw", index_option="basic")
            case Holds.FACET | Holds.TEXT_ORDER:
                builder.add_text_field(row.name, tokenizer_name="raw", index_option="basic", fast=True)
            case Holds.NUMBER_ORDER:
                builder.add_integer_field(row.name, fast=True)
            case Holds.POINT:
                builder.add_float_field("latitude", fast=True)
                builder.add_float_field("longitude", fast=True)
            case Holds.DIGEST:
                builder.add_text_field(row.name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def open_index(folder: Path, expected: tantivy.Schema) -> tantivy.Index:
    """Open the index in a folder. Raises NoIndexError where its fields would be taken for each other."""
    index = tantivy.Index.open(str(folder))
    if index.schema != expected:
        raise NoIndexError
    index.config_reader("manual")  # we look for commits ourselves: no watching thread, which a fork would lose
    index.reload()
    return index


def put(
    writer: tantivy.IndexWriter, fields: tantivy.Schema, documents: Iterable[Document], deletions: Iterable[int]
) -> Refused:
    """Have a writer forget some documents and store others; the commit is the caller's."""
    refused: Refused = {}
    for identity in deletions:
        writer.delete_documents_by_term("id", identity)
    for document in documents:
        writer.delete_documents_by_term("id", document.id)
        try:
            writer.add_document(_stored(document, fields))
        except (TypeError, ValueError) as error:
            refused[document.id] = str(error)
    return refused


def put_state(writer: tantivy.IndexWriter, fields: tantivy.Schema, state: State) -> None:
    """Have a writer store what the index says of itself."""
    writer.delete_documents_by_term("id", STATE_ID)
    writer.add_document(tantivy.Document.from_dict({"id": STATE_ID, "state": state.to_json()}, fields))


def read_state(searcher: tantivy.Searcher, fields: tantivy.Schema) -> State | None:
    """Return what an index says of itself."""
    hits = searcher.search(tantivy.Query.term_query(fields, "id", STATE_ID), 1).hits
    return State.from_json(searcher.doc(hits[0][1])["state"][0]) if hits else None


def read_count(searcher: tantivy.Searcher) -> int:
    """Return how many documents there are, but for the one about itself."""
    return max(0, int(searcher.num_docs) - 1)


def read_digests(
    searcher: tantivy.Searcher, fields: tantivy.Schema, first: int, last: int, limit: int
) -> list[tuple[int, str]]:
    """Return ids, ascending, with the digests of their documents."""
    within = tantivy.Query.range_query(fields, "id", tantivy.FieldType.Integer, first, last)
    found = searcher.search(within, limit, count=False, order_by_field="id", order=tantivy.Order.Asc)
    return [(int(identity), str(searcher.doc(address)["digest"][0])) for identity, address in found.hits]


def _stored(document: Document, fields: tantivy.Schema) -> tantivy.Document:
    said: dict[str, Any] = {
        "id": document.id,
        "listed": list(document.listed),
        "words": " ".join(document.words),
        "stems": " ".join(document.stems),
        **{field: " ".join(words) for field, words in document.ranked.items()},
        "full_names": list(document.full_names),
        "full_acronyms": list(document.full_acronyms),
        **{facet: list(document.facets[facet]) for facet in FACETS},
        "by_name": document.by_name,
        "by_newest": document.by_newest,
        "digest": digest_of(document),
    }
    if document.point:
        said |= {"latitude": document.point.latitude, "longitude": document.point.longitude}
    return tantivy.Document.from_dict(said, fields)
