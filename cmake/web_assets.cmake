# The dashboard: web/ is built by npm and its files are carried in the library web_assets.
# Only release builds it; the other flavours carry web/dist as they find it, or nothing.
if(NOT DEFINED HOLDFAST_WEB)
  if(HOLDFAST_FLAVOUR STREQUAL "release")
    set(HOLDFAST_WEB ON)
  else()
    set(HOLDFAST_WEB OFF)
  endif()
endif()

set(web "${CMAKE_SOURCE_DIR}/web")
set(web_source "${CMAKE_BINARY_DIR}/web_assets/assets.cpp")
file(GLOB web_package CONFIGURE_DEPENDS "${web}/package.json")
set(web_inputs "")
if(HOLDFAST_WEB AND web_package)
  file(GLOB_RECURSE web_files CONFIGURE_DEPENDS "${web}/src/*" "${web}/public/*")
  file(GLOB web_top CONFIGURE_DEPENDS "${web}/*.json" "${web}/*.ts" "${web}/*.js" "${web}/*.html"
    "${web}/*.mjs" "${CMAKE_SOURCE_DIR}/api/openapi.yaml")
  set(web_inputs "${CMAKE_BINARY_DIR}/web_assets/built.stamp")
  add_custom_command(OUTPUT "${web_inputs}"
    COMMAND bash "${CMAKE_SOURCE_DIR}/scripts/build_web.sh"
    COMMAND "${CMAKE_COMMAND}" -E touch "${web_inputs}"
    DEPENDS ${web_files} ${web_top} "${CMAKE_SOURCE_DIR}/scripts/build_web.sh"
    COMMENT "Building the dashboard (web/)" USES_TERMINAL VERBATIM)
else()
  file(GLOB_RECURSE web_inputs CONFIGURE_DEPENDS "${web}/dist/*")
endif()
add_custom_command(OUTPUT "${web_source}"
  COMMAND python3 "${CMAKE_SOURCE_DIR}/cmake/embed.py" web --folder "${web}/dist"
    --source "${web_source}"
  DEPENDS ${web_inputs} "${CMAKE_SOURCE_DIR}/cmake/embed.py"
  COMMENT "Embedding the dashboard" VERBATIM)
add_library(web_assets STATIC "${web_source}")
set_source_files_properties("${web_source}" PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
holdfast_root(web_assets web_assets "${CMAKE_SOURCE_DIR}/cmake/web_assets")
target_include_directories(web_assets PUBLIC "${CMAKE_BINARY_DIR}/roots/web_assets")
