# style: recursion over tool results
# expect-json: 55
def upto(n):
    return 0 if n == 0 else add(n, upto(n - 1))


upto(10)
