"""What LibreOffice makes of a file, for tests that must know that others can open it."""

import csv
import subprocess
from pathlib import Path

#: One CSV for each sheet, commas, quotes, UTF-8, cells as they are shown.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


def converted(made: bytes, to: str, folder: Path, ending: str = "xlsx") -> list[Path]:
    """The files that LibreOffice makes of a file, by name."""
    source = folder / f"book.{ending}"
    source.write_bytes(made)
    out = folder / "out"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    convert = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(out)]
    subprocess.run([*convert, str(source)], check=True, capture_output=True, timeout=120)
    return sorted(out.iterdir())


def sheets_in_libreoffice(made: bytes, folder: Path) -> dict[str, list[list[str]]]:
    """The cells of each sheet as LibreOffice shows them, by the sheet's name."""
    found = {}
    for path in converted(made, CSV, folder):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem.removeprefix("book-")] = list(csv.reader(file))
    return found
