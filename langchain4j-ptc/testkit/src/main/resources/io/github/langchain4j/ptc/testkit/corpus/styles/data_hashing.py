# style: hashlib, base64, uuid
# expect-json: ["9f86d081", "aGk=", "886313e1-3b8a-5372-9b90-0c9aee199e5d"]
import base64
import hashlib
import uuid

[
    hashlib.sha256(b"test").hexdigest()[:8],
    base64.b64encode(b"hi").decode(),
    str(uuid.uuid5(uuid.NAMESPACE_DNS, "python.org")),
]
