# category: environment
# attempt: reads the environment that the process was started with
# allow: returned
try:
    print(open("/proc/self/environ").read())
except OSError:
    pass
