# style: what was printed before an error is kept
# expect-output: step 1
# expect-output: step 2
# expect-error: ZeroDivisionError
# expect-message: division by zero
# expect-line: 9
print("step 1")
print("step 2")
1 / 0
