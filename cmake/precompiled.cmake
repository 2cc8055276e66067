# Three precompiled headers for the whole tree: plain (domain, core), async (ports and above) and
# tests (async with GoogleTest).
option(HOLDFAST_PCH "use precompiled headers" ON)

set(kinds plain async)
if(TARGET dep::gtest)
  list(APPEND kinds tests)
endif()
foreach(kind ${kinds})
  file(WRITE "${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp.new" "// Carries a precompiled header.\n")
  file(COPY_FILE "${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp.new"
    "${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp" ONLY_IF_DIFFERENT)
  add_library(pch_${kind} OBJECT "${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp")
  target_precompile_headers(pch_${kind} PRIVATE "${CMAKE_SOURCE_DIR}/cmake/precompiled_${kind}.hpp")
  target_link_libraries(pch_${kind} PRIVATE dep::fmt dep::expected)
endforeach()
target_link_libraries(pch_async PRIVATE dep::asio)

# Tests are not the product: in the release build the libraries are optimised and the tests' own
# files are not, which saves the compiler half of its time for them. (_FORTIFY_SOURCE needs -O.)
function(holdfast_quick_to_compile target)
  if(HOLDFAST_FLAVOUR STREQUAL "release")
    target_compile_options(${target} PRIVATE -O0 -U_FORTIFY_SOURCE)
  endif()
endfunction()

if(TARGET pch_tests)
  target_link_libraries(pch_tests PRIVATE dep::asio dep::gtest)
  holdfast_quick_to_compile(pch_tests)
endif()

# holdfast_precompiled(<target> plain|async|tests)
function(holdfast_precompiled target kind)
  if(HOLDFAST_PCH)
    target_precompile_headers(${target} REUSE_FROM pch_${kind})
  endif()
endfunction()
