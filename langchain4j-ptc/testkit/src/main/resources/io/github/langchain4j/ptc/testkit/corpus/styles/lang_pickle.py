# style: objects of the program's own classes can be pickled
# expect-json: {"x": 3}
import pickle


class Point:
    def __init__(self, x):
        self.x = x


vars(pickle.loads(pickle.dumps(Point(add(1, 2)))))
