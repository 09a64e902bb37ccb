"""Calls operations with the official Python SDK, as told on stdin, and prints what it made of the answers.

A line of input is {"module", "endpoint", "operation", "path": {…}, "request": {…}}; a line of output {"operation", "kept", "answer" | "error"}.
The request is written with wire names; whatever the SDK's model does not know, it drops, and `kept` is the rest.
"""
import importlib
import inspect
import json
import sys

try:
    from darabonba.runtime import RuntimeOptions
except ImportError:
    from Tea.core import TeaCore  # noqa: F401
    from alibabacloud_tea_util.models import RuntimeOptions
from alibabacloud_tea_openapi.utils_models import Config

CLIENTS = {}


def client(module, endpoint):
    if module not in CLIENTS:
        config = Config(
            access_key_id="testid",
            access_key_secret="testsecret",
            endpoint=endpoint,
            protocol="http",
            region_id="cn-hangzhou",
        )
        CLIENTS[module] = importlib.import_module(module + ".client").Client(config)
    return CLIENTS[module]


def plain(name):
    return name.replace("_", "").replace("-", "").replace(".", "").lower()


def call(line, kept):
    module, operation = line["module"], line["operation"]
    one = client(module, line["endpoint"])
    methods = {plain(name): name for name in dir(one) if name.endswith("_with_options")}
    name = methods.get(plain(operation) + "withoptions")
    if name is None:
        return {"error": "none"}
    method = getattr(one, name)
    models = importlib.import_module(module + ".models")
    known = {plain(key): key for key in dir(models) if inspect.isclass(getattr(models, key))}
    arguments = []
    path = {plain(key): value for key, value in line["path"].items()}
    for argument in inspect.signature(method).parameters:
        if plain(argument) in path:
            arguments.append(path[plain(argument)])
        elif argument in ("request", "tmp_req"):
            model = getattr(models, known[plain(operation) + "request"])()
            model = model.from_map(line["request"])
            kept.update(model.to_map())
            arguments.append(model)
        elif argument == "headers":
            arguments.append({})
        elif argument == "runtime":
            arguments.append(RuntimeOptions(autoretry=False, read_timeout=5000, connect_timeout=5000))
        else:
            return {"error": f"argument {argument}"}
    answer = getattr(method(*arguments), "body", None)
    return {"answer": answer.to_map() if hasattr(answer, "to_map") else [
        one.to_map() if hasattr(one, "to_map") else one for one in answer
    ] if isinstance(answer, list) else answer}


for text in sys.stdin:
    line = json.loads(text)
    kept = {}
    try:
        result = call(line, kept)
    except Exception as error:  # whatever it is, it is what the SDK made of the call
        result = {"error": f"{type(error).__name__}: {error}"[:300]}
    result["operation"] = line["operation"]
    result["kept"] = kept
    print(json.dumps(result, default=str), flush=True)
