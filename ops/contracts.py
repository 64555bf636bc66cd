"""A contract for import-linter: rooms have doors, and nobody climbs through the window."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Packages directly below ``building`` are imported from outside only through their ``doors``.

    Tests are free to look inside.
    """

    building = fields.ModuleField()
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        windows = sorted(
            (importer, imported)
            for importer in graph.modules
            if "tests" not in importer.split(".")
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._is_window(importer, imported)
        )
        return ContractCheck(kept=not windows, metadata={"windows": windows})

    def render_broken_contract(self, check: ContractCheck) -> None:
        windows: list[tuple[str, str]] = check.metadata["windows"]
        for importer, imported in windows:
            output.print_error(f"- {importer} -> {imported}", bold=False)
        doors: Any = self.doors
        output.print_error(f"Import from its {', '.join(doors)} instead.", bold=False)

    def _is_window(self, importer: str, imported: str) -> bool:
        building: Any = self.building
        prefix = f"{building.name}."
        if not imported.startswith(prefix):
            return False
        room, *inside = imported.removeprefix(prefix).split(".")
        if f"{importer}.".startswith(f"{prefix}{room}."):
            return False
        doors: Any = self.doors
        return bool(inside) and inside[0] not in doors
