"""The tables: who, what they answered, what they ran, what was done with it."""

from __future__ import annotations

from .access import AccessLog, ApiToken, Consent, ErasureReceipt, IdempotentReply, Invite, SharedCache, Tally
from .account import Account
from .check import Answer, Assessment, Check
from .diary import DiaryEntry
from .job import Job
from .plan import Plan, PlanLogEntry
from .recording import Import, Original, Run, SetAside, Shoe
from .runner import Runner

__all__ = [
    "AccessLog",
    "Account",
    "Answer",
    "ApiToken",
    "Assessment",
    "Check",
    "Consent",
    "DiaryEntry",
    "ErasureReceipt",
    "IdempotentReply",
    "Import",
    "Invite",
    "Job",
    "Original",
    "Plan",
    "PlanLogEntry",
    "Run",
    "Runner",
    "SetAside",
    "SharedCache",
    "Shoe",
    "Tally",
]
