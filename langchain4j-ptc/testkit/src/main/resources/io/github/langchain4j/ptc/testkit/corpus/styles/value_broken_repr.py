# style: an object whose repr raises must not lose the output
# expect-output: printed
# reference: no, how the failure is told is the runner's decision
# expect-any: 
class Broken:
    def __repr__(self):
        raise ValueError("no repr")


print("printed")
Broken()
