"""数据目录: the catalogue for machines (DCAT as JSON-LD), and the columns of a CSV (CSVW)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from huiqi.opendata.dataset import Dataset, Kind
from huiqi.opendata.models import Edition
from huiqi.opendata.shelf import DATASETS, FORMS, LICENCE_URL, PUBLISHER

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
DATATYPES: Final[Mapping[Kind, Any]] = {
    "text": "string",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "flag": {"base": "boolean", "format": "是|否"},
    "json": "json",
}
MEDIA: Final = "https://www.iana.org/assignments/media-types/"


def dcat(current: Mapping[str, Edition], root: str) -> dict[str, Any]:
    """DCAT 目录: of what is published; ``root`` is the address of the open data, ending in /."""
    newest = max((one.published_at for one in current.values()), default=None)
    return {
        "@context": CONTEXT,
        "@id": root,
        "@type": "dcat:Catalog",
        "dct:title": {"@language": "zh-Hans", "@value": "惠企开放数据：政策、规则和拨付"},
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": PUBLISHER},
        "dct:language": "zh-Hans",
        "dct:license": {"@id": LICENCE_URL},
        "dct:modified": newest and _moment(newest.isoformat(timespec="seconds")),
        "dcat:dataset": [_dataset(DATASETS[name], one, root) for name, one in current.items()],
    }


def _dataset(dataset: Dataset, edition: Edition, root: str) -> dict[str, Any]:
    return {
        "@id": f"{root}{dataset.name}/",
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": {"@language": "zh-Hans", "@value": dataset.title},
        "dct:description": {"@language": "zh-Hans", "@value": dataset.about},
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": PUBLISHER},
        "dct:license": {"@id": LICENCE_URL},
        "dct:modified": _moment(edition.published_at.isoformat(timespec="seconds")),
        "dcat:version": edition.version,
        "dcat:landingPage": {"@id": f"{root}{dataset.name}/"},
        "dcat:distribution": [_distribution(dataset, edition, form, root) for form in FORMS],
    }


def _distribution(dataset: Dataset, edition: Edition, form: str, root: str) -> dict[str, Any]:
    media = FORMS[form].split(";", maxsplit=1)[0]
    address = f"{root}{dataset.name}.{form}"
    told = {
        "@type": "dcat:Distribution",
        "dct:title": f"{dataset.title} {form.upper()}",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": f"{address}?version={edition.short}"},
        "dcat:mediaType": {"@id": MEDIA + media},
        "dct:license": {"@id": LICENCE_URL},
    }
    if form == "csv":
        return told | {"dct:conformsTo": {"@id": f"{address}-metadata.json"}}
    return told


def _moment(text: str) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": text}


def csvw(dataset: Dataset) -> dict[str, Any]:
    """CSVW 说明: what the columns of the CSV are, beside it."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh-Hans"}],
        "url": f"{dataset.name}.csv",
        "dc:title": dataset.title,
        "dc:description": dataset.about,
        "dc:license": {"@id": LICENCE_URL},
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {
            "columns": [
                {
                    "name": one.name,
                    "titles": one.title,
                    "datatype": DATATYPES[one.kind],
                    **({"dc:description": one.about} if one.about else {}),
                }
                for one in dataset.columns
            ],
            "primaryKey": list(dataset.key),
        },
    }
