# category: network
# attempt: sends an HTTP request with urllib
# needs: isolation
# allow: returned, failed
import urllib.request

try:
    urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=1).read()
except OSError:
    pass
