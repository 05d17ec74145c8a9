# category: introspection
# attempt: objects whose finalizers come back to life and run tools
# allow: returned, failed, limit, lost
kept = []


class Zombie:
    def __del__(self):
        kept.append(self)
        echo("from the grave")


for _ in range(10):
    Zombie()
