"""工具调用的账：四道关、工具说明占的 token、并行省的时间。 | Tool calls: four gates, the tokens of tool descriptions, the time parallel calls save."""

# A call is right when all four are; the first three and the last are chances given that those before held. Invented.
DECIDE, NAME, FORMAT, VALUE = 0.97, 0.98, 0.96, 0.93
free = DECIDE * NAME * FORMAT * VALUE
strict = DECIDE * NAME * VALUE  # constrained decoding makes the format certain, nothing else
assert strict < 0.9  # a guaranteed format is no guaranteed call

# Anthropic's example of 2025-11: five MCP servers, 58 tools, about 55K tokens of definitions.
DEFINITIONS, TOOLS = 55_000, 58
each = DEFINITIONS / TOOLS
TURNS = 20
resent = DEFINITIONS * TURNS

# Three independent look-ups, seconds of one model call and of one tool (assumed).
LOOKUPS, MODEL, TOOL = 3, 2, 1
serial = (LOOKUPS + 1) * MODEL + LOOKUPS * TOOL
parallel = 2 * MODEL + TOOL

VALUES = {
    "decide": (100 * DECIDE, "%"), "name": (100 * NAME, "%"), "format": (100 * FORMAT, "%"), "value": (100 * VALUE, "%"),
    "free": (100 * free, "%"), "strict": (100 * strict, "%"), "wrong": (100 * (1 - strict), "%"),
    "definitions": (DEFINITIONS, "tokens"), "defined": (TOOLS, ""),
    "each": (each, "tokens"), "turns": (TURNS, ""), "resent": (resent, "tokens"),
    "lookups": (LOOKUPS, ""), "model": (MODEL, "s"), "tool": (TOOL, "s"), "serial": (serial, "s"), "parallel": (parallel, "s"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:9} {number:.6g} {unit}")
