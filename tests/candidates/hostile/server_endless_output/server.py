while True:
    print("\x1b[31mspam\x1b[0m" * 500)
