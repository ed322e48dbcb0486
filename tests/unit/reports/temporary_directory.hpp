/// A directory of a test's own, removed with all that is in it.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

struct TemporaryDirectory {
    TemporaryDirectory() {
        auto name = (std::filesystem::temp_directory_path() / "counterpart-test-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp failed");
        path = name;
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    TemporaryDirectory(TemporaryDirectory&&) = delete;
    TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
    ~TemporaryDirectory() {
        std::error_code fault;
        std::filesystem::remove_all(path, fault);
    }
    std::filesystem::path path;
};
