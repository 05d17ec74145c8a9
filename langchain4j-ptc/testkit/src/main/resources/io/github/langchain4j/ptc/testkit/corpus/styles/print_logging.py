# style: logging to stderr
# expect-output-has: WARNING:audit:over budget
import logging

logging.basicConfig(level=logging.INFO)
logging.getLogger("audit").warning("over %s", "budget")
