# category: regex
# attempt: a regular expression that is itself too large
# needs: isolation
# allow: returned, failed, limit, lost
import re

re.compile("(" * 50 + "a{1,1000}" + "){1,1000}" * 50)
