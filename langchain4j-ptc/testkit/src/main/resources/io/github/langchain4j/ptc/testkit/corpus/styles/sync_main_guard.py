# style: a script with a main function behind the usual guard
# expect-output: members: 3
import sys


def main():
    members = get_team_members("engineering")
    print(f"members: {len(members)}")
    return 0


if __name__ == "__main__":
    main()
