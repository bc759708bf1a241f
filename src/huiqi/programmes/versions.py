"""冻结的定义: the files of a programme as a call froze them, read back as a definition."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from huiqi.kernel import rows
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.programmes.definition import Definition, definitions, load_definition, read_texts
from huiqi.programmes.models import Application, Call, ProgrammeVersion


def definition_of(of: ProgrammeVersion | Call | Application) -> Definition:
    """项目定义: as it was frozen; what the library says today changes no running case."""
    version = of if isinstance(of, ProgrammeVersion) else of.version
    current = definitions().get(version.programme)
    if current is not None and current.digest == version.digest:
        return current
    return _laid_out(version.pk, version.digest)


@lru_cache(maxsize=256)
def _laid_out(pk: int, digest: str) -> Definition:
    version = ProgrammeVersion.objects.get(pk=pk)
    jurisdiction, name = version.programme.split(".")
    folder: Path = settings.ENVIRONMENT.data / "programmes" / digest[:32] / jurisdiction / name
    if all((folder / one).is_file() for one in version.texts):
        return load_definition(folder)
    return read_texts(version.texts, folder)


def frozen(definition: Definition, now: datetime) -> ProgrammeVersion:
    """冻结: the version with these very texts; Refused where its number says something else."""
    found = ProgrammeVersion.objects.filter(
        programme=definition.id, version=definition.programme.version
    ).first()
    if found is None:
        return rows.save(
            ProgrammeVersion(
                programme=definition.id,
                version=definition.programme.version,
                digest=definition.digest,
                texts=dict(definition.texts),
                frozen_at=now,
            )
        )
    if found.digest != definition.digest:
        raise Refused(
            [
                worded(
                    "项目文件改过，版本号 %(version)s 没有换：请先在 programme.yaml 里换版本号",
                    version=definition.programme.version,
                )
            ]
        )
    return found
