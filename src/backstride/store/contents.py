"""What belongs to a runner, table by table: what an export holds, what it leaves out, and why.

Every table of the program is in one of the two lists; a test fails for one that is in neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Exported:
    """A table whose rows leave with an export."""

    belongs_to: Literal["runner", "account", "folder"]
    path: str = "runner"
    """The field that leads to the runner or the account."""
    without: Mapping[str, str] = field(default_factory=dict)
    """Fields that stay, with the reason."""


OPENS_A_DOOR = "it opens a door"
VOLATILE = "it changes without anybody changing anything"

EXPORTED: Mapping[str, Exported] = {
    "account.EmailAddress": Exported("account", "user"),
    "mfa.Authenticator": Exported("account", "user", {"data": OPENS_A_DOOR, "last_used_at": VOLATILE}),
    "socialaccount.SocialAccount": Exported("account", "user", {"last_login": VOLATILE}),
    "store.AccessLog": Exported("runner"),
    "store.Account": Exported(
        "account", "pk", {"password": OPENS_A_DOOR, "last_login": VOLATILE, "session_round": VOLATILE}
    ),
    "store.Answer": Exported("runner"),
    "store.ApiToken": Exported("account", "account", {"sha256": OPENS_A_DOOR, "last_used_at": VOLATILE}),
    "store.Assessment": Exported("runner"),
    "store.Check": Exported("runner"),
    "store.ClinicianEntry": Exported("runner"),
    "store.Consent": Exported("runner"),
    "store.DiaryEntry": Exported("runner"),
    "store.ErasureReceipt": Exported("folder"),
    "store.Import": Exported("runner"),
    "store.ImportedFile": Exported("runner"),
    "store.Job": Exported(
        "runner",
        without=dict.fromkeys(
            ("started_at", "finished_at", "lease_until", "worker", "attempts", "cancel_wanted"), VOLATILE
        ),
    ),
    "store.Original": Exported("runner"),
    "store.Plan": Exported("runner"),
    "store.PlanLogEntry": Exported("runner"),
    "store.Run": Exported("runner"),
    "store.Runner": Exported("runner", "pk"),
    "store.SetAside": Exported("runner"),
    "store.Share": Exported("runner", without={"sha256": OPENS_A_DOOR}),
    "store.Shoe": Exported("runner"),
}

NOT_EXPORTED: Mapping[str, str] = {
    "account.EmailConfirmation": "a link that waits to be followed; it opens a door",
    "auth.Group": "set up by whoever runs the program",
    "auth.Group_permissions": "set up by whoever runs the program",
    "auth.Permission": "comes with the program",
    "contenttypes.ContentType": "comes with the program",
    "django_tasks_database.DBTaskResult": "bookkeeping of background work; what it did is in the other tables",
    "sessions.Session": "who is signed in now; it opens a door",
    "socialaccount.SocialApp": "set up by whoever runs the program",
    "socialaccount.SocialToken": "it opens a door",
    "store.Account_groups": "rights, not content",
    "store.Account_user_permissions": "rights, not content",
    "store.IdempotentReply": "a reply kept for a request sent twice; what it says is in the other tables",
    "store.Invite": "a link that waits to be followed; it opens a door",
    "store.SharedCache": "tries at signing in, counted; gone within a day",
    "store.Tally": "requests of the last minute, counted",
    "usersessions.UserSession": "who is signed in now; ends with the session",
}
