# style: a script that ends with sys.exit(main())
# expect-output: working
# expect-exit: 0
import sys


def main() -> int:
    print("working")
    return 0


if __name__ == "__main__":
    sys.exit(main())
