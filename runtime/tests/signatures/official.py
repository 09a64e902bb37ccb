"""Writes vectors.json: signatures and layouts as Alibaba's official clients compute them, for inputs of our own.

  pip install alibabacloud_openapi_util aliyun-python-sdk-core && python3 official.py

v1 and v3 have the form of ../../../../shared/vectors; `layouts` are parameters, and the pairs or path that a client makes of them.
"""
import base64, hashlib, hmac, json, os
from urllib.parse import quote

from Tea.request import TeaRequest
from aliyunsdkcore.auth.composer import rpc_signature_composer as composer
from alibabacloud_openapi_util.client import Client, get_canonical_query_string, get_canonicalized_headers

ODD = ["", " ", "a b", "a+b", "~*'()!", "-_.~", "%20", "a%2Fb", "a/b?c=d&e#f", "[x]{y}|\\^`\"<>", "名 称", "é", "e\u0301", "😀",
       "\t", "line\nbreak", "\u00a0", "\x7f", "=&=", ":;,@$", '{"k": [1, "é"]}', "a" * 90, "\u200bzero", "\ufeffbom", "İı"]
SECRETS = ["testsecret", "s", "with space & é", "x" * 200, "+/="]


def v1():
    vectors = []

    def add(name, params, method="GET", secret="testsecret", token=None):
        common = {"AccessKeyId": "testid", "Action": "ListTasks", "Format": "JSON", "SignatureMethod": "HMAC-SHA1", "SignatureNonce": f"nonce-{len(vectors)}",
                  "SignatureVersion": "1.0", "Timestamp": "2024-02-29T23:59:59Z", "Version": "2019-08-10"}
        params = {**common, **({"SecurityToken": token} if token else {}), **params}
        signature = Client.get_rpcsignature(params, method, secret)
        query = "&".join(f"{quote(k, safe='~')}={quote(v, safe='~')}" for k, v in sorted(params.items()))
        string_to_sign = f"{method}&%2F&{quote(query, safe='~')}"
        computed = base64.b64encode(hmac.new((secret + "&").encode(), string_to_sign.encode(), hashlib.sha1).digest()).decode()
        assert computed == signature, name
        # Private names of a module, so their mangled forms don't matter here.
        older = getattr(composer, "__get_signature")(getattr(composer, "__compose_string_to_sign")(method, params), secret)
        vectors.append({"name": name, "method": method, "access_key_id": "testid", "access_key_secret": secret, "security_token": token, "params": params,
                        "canonical_query": query, "string_to_sign": string_to_sign, "signature": signature, "both_official_clients_agree": older == signature})

    for value in ODD:
        add(f"value and name {value[:20]!r}", {"ApplicationName": value, f"Labels.{value}": "y"})
    for secret in SECRETS:
        add(f"secret {secret[:20]!r}", {"PageNumber": "1"}, method="POST", secret=secret)
    for token in ("plain", "CAIS+/=&é ~", "t" * 200):
        add(f"token {token[:20]!r}", {}, token=token)
    add("order of names", {name: "x" for name in ["a", "A", "Z", "z", "a.1", "a.10", "a.2", "a-1", "a_1", "a~1", "é", "名", "😀", "\uffff"]})
    return vectors


def v3():
    vectors = []

    def add(name, method="POST", path="/", query=None, body="", content_type=None, headers=None, secret="testsecret", token=None):
        query = query or {}
        payload = hashlib.sha256(body.encode()).hexdigest()
        all_headers = {"host": "multimediaai.cn-beijing.aliyuncs.com", "x-acs-action": "ListTasks", "x-acs-version": "2019-08-10", "x-acs-date": "2024-02-29T23:59:59Z",
                       "x-acs-signature-nonce": f"nonce-{len(vectors)}", "x-acs-content-sha256": payload, **(headers or {})}
        if content_type: all_headers["content-type"] = content_type
        if token: all_headers.update({"x-acs-accesskey-id": "testid", "x-acs-security-token": token})
        request = TeaRequest()
        request.method, request.pathname, request.query, request.headers = method, path, query, all_headers
        canonical_headers, signed = get_canonicalized_headers(all_headers)
        canonical = "\n".join([method, path, get_canonical_query_string(query), canonical_headers, signed, payload])
        to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
        authorization = Client.get_authorization(request, "ACS3-HMAC-SHA256", payload, "testid", secret)
        assert authorization.endswith(hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()), name
        vectors.append({"name": name, "method": method, "path": path, "query": query, "headers": all_headers, "body": body, "access_key_id": "testid",
                        "access_key_secret": secret, "security_token": token, "canonical_request": canonical, "string_to_sign": to_sign, "authorization": authorization})

    form, js = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
    for value in ODD:
        add(f"query and form {value[:20]!r}", query={"Status": value}, body=f"ApplicationName={Client.get_encode_param(value)}", content_type=form)
        add(f"path and json {value[:20]!r}", method="PUT", path="/pop/v1/apps/" + Client.get_encode_param(value), body=json.dumps({"Name": value}, ensure_ascii=False), content_type=js)
    for method in ("GET", "PUT", "DELETE", "PATCH", "HEAD"):
        add(f"method {method}", method=method, path="/pop/v1/sam/app", query={"AppId": "a-1"})
    for secret in SECRETS:
        add(f"secret {secret[:20]!r}", secret=secret)
    for token in ("plain", "CAIS+/=&~", "t" * 200):
        add(f"token {token[:20]!r}", token=token)
    add("a header of the caller's", headers={"x-acs-zone": "  cn-beijing-a \t", "x-acs-Upper": "Kept"})
    add("repeated names", query={f"Tag.{n}.{part}": f"{part}{n}" for n in (1, 2, 10) for part in ("Key", "Value")})
    add("text body", body="plain\r\ntext", content_type="text/plain")
    return vectors


def layouts():
    """Lists, maps and structures, as `query` of the official client flattens them, and values in a path."""
    cases = [{"Tag": [{"Key": "k", "Value": "v"}, {"Key": "k2", "Value": ""}]}, {"InstanceId": ["a", "b", "c"]}, {"InstanceId": []}, {"Labels": {"team": "x", "a.b": "y", "名": "z"}},
             {"Disk": {"Tag": [{"Key": "a"}], "Ids": ["1", "2"], "Size": 40}}, {"Deep": [[["x"], ["y", "z"]]]}, {"Big": 9223372036854775807, "Low": -9223372036854775808},
             {"Empty": ""}, {"Rate": 1.5}, {"Ids": [str(n) for n in range(1, 13)]}, {"Map": {}}, {"Text": '{"a": 1}'}] + [{"Odd": value, "List": [value]} for value in ODD]
    flat = [{"params": params, "pairs": Client.query(params)} for params in cases]
    paths = [{"value": value, "path": "/pop/v1/apps/" + Client.get_encode_param(value)} for value in ODD if value]
    return {"pairs": flat, "paths": paths}


here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "vectors.json"), "w", encoding="utf-8") as f:
    # One case a line.
    rows = lambda cases: "[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]"
    made = layouts()
    f.write(f'{{"v1": {rows(v1())},\n"v3": {rows(v3())},\n"pairs": {rows(made["pairs"])},\n"paths": {rows(made["paths"])}}}\n')
