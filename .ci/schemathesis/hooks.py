"""What the document of `xtask spec --wire` does not say: how operations follow each other, and the emulator's statuses."""

import hashlib

import schemathesis


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "operationId" in operation:
                yield path, method, operation


def links(document, path):
    """The operations on an item that a POST to `path` creates."""
    item = document["paths"]
    for other, method, operation in operations(document):
        rest = other.removeprefix(path + "/{")
        if rest != other and "}" in rest:
            name = rest.split("}")[0]
            yield operation["operationId"], {
                "operationId": operation["operationId"],
                "parameters": {name: "$response.body#/result/data/id"},
            }


@schemathesis.hook
def before_load_schema(context, document):
    schemas = document["components"]["schemas"]
    if "Reset" in schemas:
        # The control path: ten million contacts take long.
        schemas["Reset"]["properties"]["contacts"]["maximum"] = 100
        return
    failure = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}}
    for path, method, operation in operations(document):
        responses = operation["responses"]
        responses["4XX"] = {"description": "A failure, see `after_call`.", **failure}
        if method == "post":
            responses["200"]["links"] = dict(links(document, path))


# What the error codes of the emulator mean, see its ASSUMPTIONS.
STATUSES = {601: 401, 602: 403, 603: 404, 604: 404, 605: 400, 606: 422, 607: 409, 612: 409}


@schemathesis.hook
def after_call(context, case, response):
    """Most failures arrive with status 200. The checks need to know that they are failures."""
    if response.status_code != 200 or case.method == "HEAD":
        return
    body = response.json()
    result = body.get("result") if isinstance(body, dict) else None
    if isinstance(result, dict) and result.get("status") == "ERROR":
        response.status_code = STATUSES[result["code"]]


# Members whose random value the emulator would refuse.
PLAUSIBLE = {
    "_language": "NL",
    "_state": "Contact",
    "columns": ["size"],
    "contact": 1,
    "contacts": [1, 2, 3],
    "external_group_ids": ["EXT-1"],
    "from": {"email": "shop@example.com"},
    "groups": [1, 2],
    "lat": 52.1,
    "lng": 5.1,
    "options": {"values": ["S", "M", "L"]},
    "payment_status": "PAID",
    "products": [{"product_code": "A1", "name": "Shirt", "price": 9.95}],
    "reply_to": {"email": "shop@example.com"},
    "template": {"id": 1, "replaces": []},
    "to": "kevin@example.com",
    "type": "Dropdown",
}

# Members that must be new, and members that a creation needs: what their text starts with.
NEW = {"email": "kevin+", "external_id": "EXT-", "name": "Name ", "order_number": "N"}
NEEDED = {"postContact": "email", "postExternalGroupContact": "email", "postGroup": "name"}


@schemathesis.hook
def map_body(context, body):
    """Replaces most bodies by some that the emulator accepts: nothing follows on a refused one."""
    digest = hashlib.md5(repr(body).encode("utf-8", "replace")).hexdigest()
    if not isinstance(body, dict) or digest[0] in "0123":
        return body
    needed = NEEDED.get(context.operation.definition.raw["operationId"])
    names = [*body, *([needed] if needed else [])]
    changed = body | {name: PLAUSIBLE[name] for name in names if name in PLAUSIBLE}
    changed |= {name: NEW[name] + digest for name in names if name in NEW}
    if needed == "email":
        changed["email"] += "@example.com"
    return changed
