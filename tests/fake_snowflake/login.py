"""Logging in: password, key pair, programmatic access token, OAuth. A wrong one is refused in Snowflake's words."""

import base64
import hashlib
import time
import uuid

import jwt
from cryptography.hazmat.primitives import serialization

# 390100, 390144, 390303, 390318: snowflake-connector-python's network.py; 394400: gosnowflake's tests of PATs;
# 390189: what connectors show for a role that is not granted.
_WRONG_PASSWORD = ("390100", "Incorrect username or password was specified.")
_WRONG_PAT = ("394400", "Programmatic access token is invalid.")
_WRONG_OAUTH = ("390303", "Invalid OAuth access token. [{id}]")
_EXPIRED_OAUTH = ("390318", "OAuth access token expired. [{id}]")
_WRONG_JWT = ("390144", "JWT token is invalid. [{id}]")


# How far the clocks of client and server may differ.
_CLOCKS_DIFFER = 60
# However late it says that it expires, a JWT is good for an hour.
_LONGEST = 3600


class LoginError(Exception):
    """A refused login; `detail` is what SYSTEM$GET_LOGIN_FAILURE_DETAILS would tell an administrator."""

    def __init__(self, error, detail=None):
        self.code = error[0]
        self.message = error[1].replace("{id}", str(uuid.uuid4()))
        self.detail = detail
        super().__init__(self.message)


def is_account(name, account):
    """Whether `name` is one of the account's names."""
    name = name.upper()
    return name == account or name.startswith(account + ".") or name.endswith("-" + account)


def authenticate(data, settings):
    """The user that a login request is; raises LoginError."""
    name = data.get("LOGIN_NAME", "").upper()
    user = settings["users"].get(name)
    authenticator = data.get("AUTHENTICATOR", "SNOWFLAKE").upper()
    token = data.get("TOKEN", "")
    if authenticator == "SNOWFLAKE_JWT":
        _check_jwt(token, name, user, settings)
    elif authenticator == "PROGRAMMATIC_ACCESS_TOKEN":
        if user is None or token not in user["pats"]:
            raise LoginError(_WRONG_PAT)
    elif authenticator == "OAUTH":
        _check_oauth(token, settings)
        name = name or next(each for each, held in settings["users"].items() if token in held["oauth"])
    else:
        password = data.get("PASSWORD")
        # A programmatic access token stands wherever a password does.
        if user is None or not password or (password != user["password"] and password not in user["pats"]):
            raise LoginError(_WRONG_PASSWORD)
    return name


def _check_oauth(token, settings):
    if any(token in user["expired_oauth"] for user in settings["users"].values()):
        raise LoginError(_EXPIRED_OAUTH)
    if not any(token in user["oauth"] for user in settings["users"].values()):
        raise LoginError(_WRONG_OAUTH)


def fingerprint(public_key_pem):
    """SHA256:… of a public key, as DESCRIBE USER shows it."""
    key = serialization.load_pem_public_key(public_key_pem.encode())
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return "SHA256:" + base64.b64encode(hashlib.sha256(der).digest()).decode()


def _check_jwt(token, name, user, settings):
    """The details are Snowflake's documented reasons; the client only ever sees 390144."""

    account = settings["account"]
    now = time.time() + settings["clock_ahead_seconds"]

    def refuse(detail):
        return LoginError(_WRONG_JWT, detail)

    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        raise refuse("394306 JWT_TOKEN_INVALID_FORMAT") from None
    issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
    if "." not in subject or subject.rsplit(".", 1)[1] != name:
        raise refuse("394300 JWT_TOKEN_INVALID_USER_IN_ISSUER")
    # Snowflake wants the account without its region here.
    if not is_account(subject.rsplit(".", 1)[0], account) or "." in subject.rsplit(".", 1)[0]:
        raise refuse("394307 JWT_TOKEN_ACCOUNT_MISMATCH")
    for key in user["keys"] if user is not None else []:
        if issuer != f"{subject}.{fingerprint(key)}":
            continue
        try:
            lenient = {"require": ["exp", "iat"], "verify_exp": False, "verify_iat": False}
            jwt.decode(token, key, algorithms=["RS256"], options=lenient)
        except jwt.InvalidTokenError as error:
            raise refuse(f"394300 JWT_TOKEN_INVALID: {error}") from None
        if min(claims["exp"], claims["iat"] + _LONGEST) <= now:
            raise refuse("394301 JWT_TOKEN_EXPIRED")
        if claims["iat"] > now + _CLOCKS_DIFFER:
            raise refuse("394302 JWT_TOKEN_INVALID_ISSUE_TIME")
        return
    raise refuse("394304 JWT_TOKEN_INVALID_PUBLIC_KEY_FINGERPRINT_MISMATCH")
