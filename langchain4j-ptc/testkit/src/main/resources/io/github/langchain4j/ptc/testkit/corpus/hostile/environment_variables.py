# category: environment
# attempt: prints all environment variables
# allow: returned
import os

print(dict(os.environ))
print(os.environb if hasattr(os, "environb") else "")
