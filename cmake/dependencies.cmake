# Every third-party library, as dep::<name>. All of them are Debian 12 packages (scripts/packages.txt).
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

function(holdfast_dependency name)
  add_library(dep_${name} INTERFACE)
  add_library(dep::${name} ALIAS dep_${name})
  target_link_libraries(dep_${name} INTERFACE ${ARGN})
endfunction()

function(holdfast_pkg name module package)
  pkg_check_modules(pc_${name} QUIET IMPORTED_TARGET GLOBAL ${module})
  if(NOT pc_${name}_FOUND)
    message(FATAL_ERROR "${module} is missing: apt-get install ${package} (or start ./test, which "
      "installs all packages)")
  endif()
  holdfast_dependency(${name} PkgConfig::pc_${name})
endfunction()

holdfast_pkg(fmt fmt libfmt-dev)
holdfast_pkg(simdjson simdjson libsimdjson-dev)
holdfast_pkg(openssl openssl libssl-dev)
holdfast_pkg(secp256k1 libsecp256k1 libsecp256k1-dev)
holdfast_pkg(sodium libsodium libsodium-dev)
holdfast_pkg(cryptopp libcrypto++ libcrypto++-dev)
holdfast_pkg(sqlite sqlite3 libsqlite3-dev)
holdfast_pkg(zstd libzstd libzstd-dev)
holdfast_pkg(zlib zlib zlib1g-dev)
holdfast_pkg(systemd libsystemd libsystemd-dev)

find_package(tl-expected QUIET)
holdfast_dependency(expected)
find_path(HOLDFAST_EXPECTED_INCLUDE tl/expected.hpp REQUIRED)

find_path(HOLDFAST_TOML_INCLUDE toml++/toml.h REQUIRED)
holdfast_dependency(toml)
target_compile_definitions(dep_toml INTERFACE TOML_HEADER_ONLY=1)

find_path(HOLDFAST_CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
holdfast_dependency(cli11)

find_package(spdlog CONFIG REQUIRED)
holdfast_dependency(spdlog spdlog::spdlog)

# Boost 1.81 by its headers and libraries: Debian's CMake files know no component list across
# packages. Asio and Beast are compiled once (cmake/asio.cpp, cmake/beast.cpp), not in every file.
find_path(HOLDFAST_BOOST_INCLUDE boost/version.hpp REQUIRED)
file(STRINGS "${HOLDFAST_BOOST_INCLUDE}/boost/version.hpp" boost_version
  REGEX "^#define BOOST_VERSION ")
string(REGEX REPLACE "[^0-9]" "" boost_version "${boost_version}")
if(boost_version LESS 108100)
  message(FATAL_ERROR "Boost ${boost_version} is too old: apt-get install libboost1.81-dev")
endif()
find_library(HOLDFAST_BOOST_URL boost_url REQUIRED)
find_library(HOLDFAST_BOOST_JSON boost_json)

add_library(asio_compiled STATIC "${CMAKE_SOURCE_DIR}/cmake/asio.cpp")
target_compile_definitions(asio_compiled PUBLIC BOOST_ASIO_SEPARATE_COMPILATION)
target_compile_options(asio_compiled PRIVATE -w)
target_link_libraries(asio_compiled PUBLIC Threads::Threads)
holdfast_dependency(asio asio_compiled)

add_library(beast_compiled STATIC "${CMAKE_SOURCE_DIR}/cmake/beast.cpp")
target_compile_definitions(beast_compiled PUBLIC BOOST_BEAST_SEPARATE_COMPILATION)
target_compile_options(beast_compiled PRIVATE -w)
target_link_libraries(beast_compiled PUBLIC dep::asio dep::openssl dep::zlib)
holdfast_dependency(beast beast_compiled)

holdfast_dependency(url "${HOLDFAST_BOOST_URL}")

if(HOLDFAST_BOOST_JSON)
  holdfast_dependency(boost_json "${HOLDFAST_BOOST_JSON}")
else()
  add_library(boost_json_compiled STATIC "${CMAKE_SOURCE_DIR}/cmake/boost_json.cpp")
  target_compile_options(boost_json_compiled PRIVATE -w)
  target_compile_definitions(boost_json_compiled PUBLIC BOOST_JSON_STATIC_LINK)
  holdfast_dependency(boost_json boost_json_compiled)
endif()

find_package(GTest CONFIG QUIET)
if(GTest_FOUND)
  holdfast_dependency(gtest GTest::gmock GTest::gtest GTest::gtest_main)
endif()
find_library(HOLDFAST_RAPIDCHECK rapidcheck)
if(HOLDFAST_RAPIDCHECK)
  holdfast_dependency(rapidcheck "${HOLDFAST_RAPIDCHECK}")
endif()
