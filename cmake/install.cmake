# What `cmake --install` puts where. The program finds scenarios and reference programs from where it lies itself:
# ../share/counterpart/scenarios and ../libexec/counterpart. The launcher and the adapter for Python functions are inside
# the program.
install(TARGETS counterpart RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/counterpart/scenarios)
install(DIRECTORY reports/templates DESTINATION ${CMAKE_INSTALL_DATADIR}/counterpart USE_SOURCE_PERMISSIONS)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES README.md reports/json-schema.json DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

# Made by the program itself when it is linked (harness/CMakeLists.txt).
set(made ${CMAKE_BINARY_DIR}/made)
install(FILES ${made}/counterpart.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/counterpart DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${made}/counterpart.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
# Debian's zsh looks for what packages bring in a folder of its own; below /usr/local it looks in site-functions.
install(CODE "
    set(folder site-functions)
    if(CMAKE_INSTALL_PREFIX STREQUAL \"/usr\")
        set(folder vendor-completions)
    endif()
    file(INSTALL ${made}/_counterpart
         DESTINATION \${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/zsh/\${folder})")
