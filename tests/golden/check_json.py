"""Checks a JSON report by its schema: check_json.py SCHEMA REPORT. Exits with 77 where jsonschema is not installed."""
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(77)

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    report = json.load(file)
jsonschema.Draft7Validator.check_schema(schema)
faults = list(jsonschema.Draft7Validator(schema).iter_errors(report))
for fault in faults[:20]:
    print(f"{sys.argv[2]}: {list(fault.absolute_path)}: {fault.message}")
sys.exit(1 if faults else 0)
