# One flavour per preset: dev, asan, tsan, release, coverage, fuzz.
set(HOLDFAST_FLAVOUR "dev" CACHE STRING "dev, asan, tsan, release, coverage or fuzz")
set_property(CACHE HOLDFAST_FLAVOUR PROPERTY STRINGS dev asan tsan release coverage fuzz)
option(HOLDFAST_BENCH "build the benchmarks" OFF)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} miscompiles coroutines: it destroys twice a temporary "
    "aggregate, or a lambda with captures, that is written inside a co_await expression. "
    "Build with clang 19 (apt-get install clang-19 lld-19). g++ 12 only checks syntax: ./test gcc")
endif()
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR
    "Holdfast is built by clang 19, found ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}. "
    "Install clang-19 and lld-19 and configure with a preset: cmake --preset dev")
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

# The flavour says it all; the build type only keeps CMake from adding -DNDEBUG: asserts stay on.
set(CMAKE_BUILD_TYPE "None" CACHE STRING "unused, see HOLDFAST_FLAVOUR" FORCE)

add_compile_options(
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -Wcast-align -Wunused -Wformat=2
  -Wnull-dereference -Wextra-semi -Wundef
  -Wno-missing-designated-field-initializers
  -fPIE -fno-omit-frame-pointer
  "SHELL:-Xclang -fno-pch-timestamp")
add_link_options(-fuse-ld=lld -pie -Wl,--as-needed)

if(HOLDFAST_FLAVOUR STREQUAL "dev")
  add_compile_options(-O0 -g1 -D_GLIBCXX_ASSERTIONS)
elseif(HOLDFAST_FLAVOUR MATCHES "^(asan|fuzz)$")
  # -O0: with -O1 the compiler takes twice as long, and the tests are short.
  add_compile_options(-O0 -g1 -D_GLIBCXX_ASSERTIONS
    -fsanitize=address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
  if(HOLDFAST_FLAVOUR STREQUAL "fuzz")
    add_compile_options(-fsanitize=fuzzer-no-link)
  endif()
elseif(HOLDFAST_FLAVOUR STREQUAL "tsan")
  add_compile_options(-O0 -g1 -fsanitize=thread)
  add_link_options(-fsanitize=thread)
elseif(HOLDFAST_FLAVOUR STREQUAL "release")
  add_compile_options(-O2 -g1 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS
    -fstack-protector-strong -fstack-clash-protection)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64")
    add_compile_options(-fcf-protection=full)
  endif()
  add_link_options(-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--gc-sections)
elseif(HOLDFAST_FLAVOUR STREQUAL "coverage")
  add_compile_options(-O0 -g1 -fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
else()
  message(FATAL_ERROR "HOLDFAST_FLAVOUR is '${HOLDFAST_FLAVOUR}'; it is one of dev, asan, tsan, "
    "release, coverage, fuzz")
endif()
