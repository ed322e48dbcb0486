# A Debian package: cpack -G DEB --config build/release/CPackConfig.cmake
set(CPACK_PACKAGE_NAME counterpart)
set(CPACK_PACKAGE_CONTACT "The Counterpart authors <counterpart@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "plays the opposite side of a network protocol and judges a program")
set(CPACK_PACKAGE_DESCRIPTION
    "Counterpart starts a server or a client, speaks the other party's part of its protocol's communication map, judges
each stage, and writes JUnit XML and other reports. For instructors, students and continuous integration.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Most candidates are Python programs, and functions are called by an adapter in Python.
set(CPACK_DEBIAN_PACKAGE_DEPENDS python3)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nodejs, perl, ruby")
include(CPack)
