"""The tables: who, what they answered, what they ran, what was done with it."""

from __future__ import annotations

from .access import AccessLog, ApiToken, Consent, ErasureReceipt, IdempotentReply, Invite, SharedCache, Tally
from .account import Account
from .check import Answer, Assessment, Check, ClinicianEntry
from .diary import DiaryEntry
from .job import Job
from .plan import Plan, PlanLogEntry
from .recording import Import, ImportedFile, Original, Run, SetAside, Shoe
from .runner import Runner
from .share import Share

__all__ = [
    "AccessLog",
    "Account",
    "Answer",
    "ApiToken",
    "Assessment",
    "Check",
    "ClinicianEntry",
    "Consent",
    "DiaryEntry",
    "ErasureReceipt",
    "IdempotentReply",
    "Import",
    "ImportedFile",
    "Invite",
    "Job",
    "Original",
    "Plan",
    "PlanLogEntry",
    "Run",
    "Runner",
    "SetAside",
    "Share",
    "SharedCache",
    "Shoe",
    "Tally",
]
