# All generated headers, for those who only read the code (clang-tidy, g++ -fsyntax-only).
add_custom_target(generated)

# holdfast_root(<name> <path> <folder>): an include root that shows one folder and nothing else, so
# that `#include "<path>/x.hpp"` compiles only in targets which link the library.
function(holdfast_root name path folder)
  set(root "${CMAKE_BINARY_DIR}/roots/${name}")
  get_filename_component(parent "${root}/${path}" DIRECTORY)
  file(MAKE_DIRECTORY "${parent}")
  file(CREATE_LINK "${folder}" "${root}/${path}" SYMBOLIC)
endfunction()

# holdfast_library(<name> <path> FOLDER <folder> PCH plain|async LINKS <libraries…> [WITHOUT <regex>])
# One library per folder. A folder without .cpp files is an INTERFACE library.
function(holdfast_library name path)
  cmake_parse_arguments(arg "" "FOLDER;PCH;WITHOUT" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${arg_FOLDER}/*.cpp")
  if(arg_WITHOUT)
    list(FILTER sources EXCLUDE REGEX "${arg_WITHOUT}")
  endif()
  holdfast_root(${name} ${path} ${arg_FOLDER})
  holdfast_embedded(${name} ${path} ${arg_FOLDER} embedded)
  set(root "${CMAKE_BINARY_DIR}/roots/${name}")
  if(sources OR embedded)
    add_library(${name} STATIC ${sources} ${embedded})
    target_include_directories(${name} PUBLIC "${root}")
    if(embedded)
      target_include_directories(${name} PUBLIC "${CMAKE_BINARY_DIR}/embedded/${name}")
    endif()
    target_link_libraries(${name} PUBLIC ${arg_LINKS})
    holdfast_precompiled(${name} ${arg_PCH})
    holdfast_together(${name} ${sources})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE "${root}")
    target_link_libraries(${name} INTERFACE ${arg_LINKS})
  endif()
  set_property(GLOBAL APPEND PROPERTY HOLDFAST_LIBRARIES ${name})
endfunction()

# A folder may hold `embedded.txt`: one line per file (or glob), relative to the folder. The files'
# bytes are then in "<path>/embedded.hpp" as `holdfast::embedded::<name>()`, a span of {name, bytes}.
function(holdfast_embedded name path folder out)
  set(${out} "" PARENT_SCOPE)
  file(GLOB list CONFIGURE_DEPENDS "${folder}/embedded.txt")
  if(NOT list)
    return()
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${list}")
  file(STRINGS "${list}" lines REGEX "^[^#]")
  set(files "")
  foreach(line ${lines})
    file(GLOB found CONFIGURE_DEPENDS "${folder}/${line}")
    list(APPEND files ${found})
  endforeach()
  set(made "${CMAKE_BINARY_DIR}/embedded/${name}/${name}_embedded.cpp")
  set(header "${CMAKE_BINARY_DIR}/embedded/${name}/${path}/embedded.hpp")
  add_custom_command(OUTPUT "${made}" "${header}"
    COMMAND python3 "${CMAKE_SOURCE_DIR}/cmake/embed.py" files --name ${name}
      --header "${header}" --source "${made}" ${files}
    DEPENDS "${CMAKE_SOURCE_DIR}/cmake/embed.py" ${files}
    COMMENT "Embedding the files of ${path}" VERBATIM)
  add_custom_target(generated_${name} DEPENDS "${made}" "${header}")
  add_dependencies(generated generated_${name})
  set_source_files_properties("${made}" PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  set(${out} "${made}" "${header}" PARENT_SCOPE)
endfunction()
