# category: memory
# attempt: asks for one block larger than the sandbox may use
# needs: isolation
# allow: failed, lost
block = bytearray(1 << 40)
