"""Asks a server of these tests, over plain HTTP.

httpx reads all certificates of the world anew for each call of its short functions, which takes
forty milliseconds; what a server here is asked needs none.
"""

import ssl
from functools import partial

import httpx

_KNOWN = ssl.create_default_context()

request = partial(httpx.request, verify=_KNOWN, trust_env=False)
get = partial(request, "GET")
post = partial(request, "POST")
put = partial(request, "PUT")
