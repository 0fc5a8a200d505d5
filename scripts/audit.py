"""Known vulnerabilities of the pinned packages: audit.py REQUIREMENTS. What cannot be audited is listed, and fails."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path


def pinned(requirements: Path) -> dict[str, str]:
    """Name and version of each pin, markers left aside."""
    pattern = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", re.MULTILINE)
    return {name.lower(): version for name, version in pattern.findall(requirements.read_text(encoding="utf-8"))}


def main(requirements: Path) -> int:
    """Run pip-audit on the pins; 0 when every package was audited and none has a known vulnerability."""
    pins = pinned(requirements)
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json", "-r"]
    result = subprocess.run([*command, str(requirements)], capture_output=True, text=True, check=False)
    try:
        audited = json.loads(result.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = (result.stderr.strip().splitlines() or ["no answer"])[-1]
        print(f"None of the {len(pins)} packages could be audited: {reason[:300]}")
        return 1
    answered = {entry["name"].lower() for entry in audited if "vulns" in entry}
    skipped = {entry["name"].lower(): entry["skip_reason"] for entry in audited if "skip_reason" in entry}
    # pip-audit evaluates markers: pins for another platform or Python are not looked up.
    elsewhere = sorted(set(pins) - answered - set(skipped))
    found = [(entry["name"], entry["version"], vuln) for entry in audited for vuln in entry.get("vulns", [])]
    print(f"{len(answered)} of {len(pins)} packages audited.")
    for name, reason in sorted(skipped.items()):
        print(f"could not be audited: {name} {pins.get(name, '')} ({reason})")
    for name in elsewhere:
        print(f"could not be audited here: {name} {pins[name]} (pinned for another platform or Python)")
    for name, version, vuln in found:
        fixed = ", ".join(vuln.get("fix_versions", [])) or "no fixed version"
        print(f"{name} {version}: {vuln['id']}, fixed in {fixed}")
    return 1 if found or skipped else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: audit.py REQUIREMENTS")
    sys.exit(main(Path(sys.argv[1])))
