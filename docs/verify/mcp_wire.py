"""MCP：集成的数目、一次调用的字节、工具说明的预算。 | MCP: how many integrations, the bytes of one call, the budget for tool definitions."""

import json

# Integrations: every application with every system, or each side once.
APPS, SYSTEMS = 5, 20
pairs, sides = APPS * SYSTEMS, APPS + SYSTEMS
for a in range(1, 9):
    for s in range(1, 9):
        assert (a * s > a + s) == ((a - 1) * (s - 1) > 1)

# The four JSON-RPC messages of the trace on the page, as compact JSON.
META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
SCHEMA = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}
TOOL = {"name": "get_order", "description": "Look up one order by its id", "inputSchema": SCHEMA}
TEXT = "shipped 2026-11-18"
listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": META}}  # any: an id of one digit
listed = {"jsonrpc": "2.0", "id": 1, "result": {"resultType": "complete", "tools": [TOOL], "ttlMs": 300000, "cacheScope": "public"}}  # any: how long to cache
calling = {"jsonrpc": "2.0", "id": 2, "method": "tools/call",  # any: an id of one digit
           "params": {"name": "get_order", "arguments": {"id": 4821}, "_meta": META}}  # any: an order
called = {"jsonrpc": "2.0", "id": 2, "result": {"resultType": "complete", "content": [{"type": "text", "text": TEXT}], "isError": False}}  # any: the same id


def size(message):
    return len(json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode())


wire = sum(size(m) for m in (listing, listed, calling, called))
# What the host has reason to put into the context: definition, arguments, result.
shown = size(TOOL) + size(calling["params"]["arguments"]) + len(TEXT.encode())

# Tool definitions: Anthropic's example, and the share of the window at which to stop loading them all.
TOOLS, DEFINED = 58, 55_000
each = DEFINED / TOOLS
WINDOW, LOW, HIGH = 200_000, 0.01, 0.05

VALUES = {
    "apps": (APPS, ""), "systems": (SYSTEMS, ""), "pairs": (pairs, ""), "sides": (sides, ""),
    "wire": (wire, "bytes"), "meta": (size(META), "bytes"), "shown": (shown, "bytes"),
    "tools": (TOOLS, ""), "defined": (DEFINED, "tokens"),
    "window": (WINDOW, "tokens"), "low": (100 * LOW, "%"), "high": (100 * HIGH, "%"),
    "low_tools": (WINDOW * LOW // each, ""), "high_tools": (WINDOW * HIGH // each, ""),
    "share": (100 * DEFINED / WINDOW, "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
