# category: leftovers
# attempt: guesses the random numbers of the next session from its own
# allow: returned
import random

random.seed(1)
random.random()
# --- next session
# expect-json: false
import random

random.random() in (0.13436424411240122, 0.8474337369372327)
