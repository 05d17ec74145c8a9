# category: recursion
# attempt: recursion without end
# allow: failed, lost
def down():
    down()


down()
