"""What Alibaba's own credentials package finds with these files and variables: the access key, and what it asked STS for.

The metadata service is at sys.argv[1], OAuth logins at sys.argv[2], STS is played here: nothing leaves the machine.
"""
import contextlib, io, json, sys, time
from urllib.parse import urlsplit

asked = []


def main():
    from Tea.core import TeaCore
    from Tea.response import TeaResponse

    real, metadata, oauth = TeaCore.do_action, urlsplit(sys.argv[1]), urlsplit(sys.argv[2])

    def do_action(request, options=None):
        host = request.headers.get("host")
        if host == "100.100.100.200":
            request.headers["host"], request.port, request.protocol = metadata.hostname, metadata.port, "http"
            return real(request, options)
        if host and host.startswith("oauth."):
            request.headers["host"], request.port, request.protocol = oauth.hostname, oauth.port, "http"
            return real(request, options)
        if host and host.startswith("sts"):
            asked.append(dict(request.query))
            expiration = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))
            keys = {"AccessKeyId": "sts-id", "AccessKeySecret": "sts-secret", "SecurityToken": "sts-token", "Expiration": expiration}
            response = TeaResponse()
            response.status_code, response.body = 200, json.dumps({"Credentials": keys}).encode()
            return response
        return real(request, options)

    TeaCore.do_action = staticmethod(do_action)
    from alibabacloud_credentials.client import Client

    found = Client().get_credential()
    print("/".join([found.access_key_id, found.access_key_secret, found.security_token or "-"]))
    for name, value in (asked[-1] if asked else {}).items():
        print(value if name == "Action" else f"{name}={value.strip()}")


try:
    with contextlib.redirect_stderr(io.StringIO()):
        main()
except Exception as error:
    if "unable to load credentials" not in str(error):
        raise
