# style: input() explains itself
# reference: no, the message is the runner's
# expect-error: *
# expect-message: input
name = input("Which team? ")
