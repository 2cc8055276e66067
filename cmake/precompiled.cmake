# Two precompiled headers for the whole tree: plain (domain, core) and async (ports and above).
option(HOLDFAST_PCH "use precompiled headers" ON)

foreach(kind plain async)
  file(WRITE "${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp.new" "// Carries a precompiled header.\n")
  file(COPY_FILE "${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp.new"
    "${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp" ONLY_IF_DIFFERENT)
  add_library(pch_${kind} OBJECT "${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp")
  target_precompile_headers(pch_${kind} PRIVATE "${CMAKE_SOURCE_DIR}/cmake/precompiled_${kind}.hpp")
  target_link_libraries(pch_${kind} PRIVATE dep::fmt dep::expected)
endforeach()
target_link_libraries(pch_async PRIVATE dep::asio)

# holdfast_precompiled(<target> plain|async)
function(holdfast_precompiled target kind)
  if(HOLDFAST_PCH)
    target_precompile_headers(${target} REUSE_FROM pch_${kind})
  endif()
endfunction()
