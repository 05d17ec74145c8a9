# style: sys.stdout.write and writelines
# expect-output: one
# expect-output: two
# expect-output: three
import sys

sys.stdout.write("one\n")
sys.stdout.writelines(["two\n", "three\n"])
None
