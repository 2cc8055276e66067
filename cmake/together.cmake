# holdfast_together(<target> <files…>): the files are compiled in groups, each as one file, which takes
# half the time. Not in `dev`, where one changed file should cost one file, and where one that leans on
# its neighbour's includes does not compile.
function(holdfast_together target)
  if(HOLDFAST_FLAVOUR STREQUAL "dev")
    return()
  endif()
  # What is built whole each time gains by larger groups; in `release` people change single files.
  set(most 30)
  if(HOLDFAST_FLAVOUR STREQUAL "release")
    set(most 10)
  endif()
  execute_process(COMMAND python3 "${CMAKE_SOURCE_DIR}/cmake/file_groups.py" ${most} ${ARGN}
    OUTPUT_VARIABLE groups OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE ";" "|" groups "${groups}")
  string(REPLACE "\n" ";" groups "${groups}")
  set(number 0)
  foreach(group ${groups})
    string(REPLACE "|" ";" files "${group}")
    math(EXPR number "${number} + 1")
    set_source_files_properties(${files} PROPERTIES UNITY_GROUP ${number})
  endforeach()
  # A name of a file's own may be one of a function's in its neighbour.
  target_compile_options(${target} PRIVATE -Wno-shadow)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
