def main(:
    pass


main()
