# category: processes
# attempt: replaces itself by another program
# needs: processes
# allow: lost, limit
import os

os.execvp("sleep", ["sleep", "@MARKER@"])
