"""What each command of the portal may be told."""

import os
from typing import Any

from app.access.viewer import OfficeKind
from app.core.config import ROOT

ARGUMENTS: dict[str, dict[str, dict[str, Any]]] = {
    "demo": {
        "--var": {"default": str(ROOT / "var"), "help": "folder for all data"},
        "--port": {"type": int, "default": os.environ.get("PORT", "8000")},
    },
    "manual": {
        "act": {"choices": ["export", "import", "name", "verify"], "help": "what to do"},
        "file": {"nargs": "?", "default": "", "help": "a .docx to import as one chapter"},
        "--chapter": {"default": "", "help": "the name in addresses of the chapter it becomes"},
        "--folder": {"default": str(ROOT / "manual"), "help": "folder of the files"},
        "--dry-run": {"action": "store_true", "help": "say what an import would do, do nothing"},
        "--export": {"help": "folder of an export to verify, instead of the database"},
        "--key": {"action": "append", "default": [], "help": "a public key that is trusted"},
    },
    "audit": {
        "act": {"choices": ["export", "verify", "key", "new-key"], "help": "what to do"},
        "file": {"nargs": "?", "help": "the export to write or to verify"},
        "--anchor": {"action": "append", "default": [], "metavar": "N:HASH"},
        "--key": {"action": "append", "default": [], "help": "a public key that is trusted"},
    },
    "backup": {"file": {"help": "the file to write"}},
    "restore": {
        "file": {"help": "the backup"},
        "--identity": {"required": True, "help": "file with the secret key"},
        "--keys": {"help": "the newest keys of records; keys.age beside the backup if not given"},
    },
    "freeze": {
        "--reason": {"default": "", "help": "why; the doctor says it, no page does"},
        "--end-sessions": {"action": "store_true", "help": "sign everybody out as well"},
    },
    "incident": {
        "act": {"choices": ["drafts", "publish", "end"], "help": "what to do"},
        "what": {"nargs": "?", "default": "", "help": "name of a draft, or the file to publish"},
    },
    "remove-passkeys": {"person": {"help": "id of the person, or a checked address"}},
    "passkey-code": {"person": {"help": "id of the person, or a checked address"}},
    "house-provider": {
        "act": {
            "choices": [
                "serve",
                "prepare",
                "enrol",
                "add",
                "again",
                "confirm",
                "withdraw",
                "shut",
                "remove",
                "rotate",
                "new-secret",
            ],
            "help": "what to do",
        },
        "account": {"nargs": "?", "default": "", "help": "account name, or work address"},
        "--name": {"default": "", "help": "name of the person, as the portal is told"},
        "--email": {"default": "", "help": "work address, by which the account is found as well"},
        "--language": {"default": "en", "help": "language of the person's pages"},
        "--by": {"default": "", "help": "again, confirm: account name of who acts"},
        "--code": {"default": "", "help": "a fresh code of who acts; add: of the person"},
        "--at-once": {"action": "store_true", "help": "rotate: the old keys may be known"},
    },
    "invite": {
        "--member": {"required": True, "help": "code of the member, SEC for the secretariat"},
        "--office": {"required": True, "choices": list(OfficeKind), "help": "kind of office"},
        "--name": {"required": True, "help": "whom the invitation is for"},
        "--title": {"default": "", "help": "title that tells offices of one kind apart"},
        "--further": {
            "action": "store_true",
            "help": "record one more office of the secretariat, with a title of its own",
        },
    },
}
