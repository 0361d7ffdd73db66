# One static library per folder of the house, made from its path and the modules it may include.
#   wg_module(core/promql MAY core/base core/formats core/series LIBS PkgConfig::re2)
# The arguments are the wall: they decide what is linked, and tests/include_test.py checks every
# direct include against them. A folder without sources makes no target.

add_library(wg_flags INTERFACE)
target_link_libraries(wg_flags INTERFACE Threads::Threads)
target_include_directories(wg_flags INTERFACE ${CMAKE_SOURCE_DIR})
# The last five are what the libraries define for their users: one set everywhere, or GCC refuses the shared PCH.
target_compile_definitions(wg_flags INTERFACE WG_VERSION="${PROJECT_VERSION}" FMT_SHARED SIMDJSON_THREADS_ENABLED=1
  ONLY_C_LOCALE=1 HAS_STRING_VIEW=1 USE_OS_TZDB=1)
target_compile_options(wg_flags INTERFACE -pthread -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wcast-qual -Wunused -Wvla $<$<BOOL:${WG_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 sees ghosts in inlined std::string and std::variant at -O2 (GCC bugs 105329, 105562, 107852); the sanitizers and
  # clang look for the real ones.
  target_compile_options(wg_flags INTERFACE -Wno-maybe-uninitialized -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow
    -Wno-stringop-overread)
endif()
if(WG_FUZZ)
  # Coverage in every module, not in the targets alone: libFuzzer sees where an input leads. clang 19 calls a part of
  # libstdc++ 12's stable_sort deprecated.
  target_compile_options(wg_flags INTERFACE -fsanitize=fuzzer-no-link -Wno-deprecated-declarations)
endif()
if(WG_SANITIZE)
  target_compile_options(wg_flags INTERFACE -fsanitize=${WG_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(wg_flags INTERFACE -fsanitize=${WG_SANITIZE})
endif()

# Two precompiled headers, shared by every module of their side of the house.
function(wg_pch_target name header)
  file(WRITE ${CMAKE_BINARY_DIR}/${name}.cpp "// carries the shared precompiled header\n")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${name} PRIVATE wg_flags ${ARGN})
  set_target_properties(${name} PROPERTIES AUTOMOC OFF)
  target_precompile_headers(${name} PRIVATE ${header})
endfunction()

function(wg_target_name path out)
  string(REPLACE "/" "_" name ${path})
  set(${out} ${name} PARENT_SCOPE)
endfunction()

function(wg_module path)
  cmake_parse_arguments(arg "" "" "MAY;LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${path}/*.cpp)
  string(JOIN "\", \"" may ${arg_MAY})
  set_property(GLOBAL APPEND_STRING PROPERTY WG_MODULE_TEXT "  \"${path}\": [\"${may}\"],\n")
  if(NOT sources)
    return()
  endif()
  wg_target_name(${path} target)
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${path}/*.h)
  add_library(${target} STATIC ${sources} ${headers})
  target_link_libraries(${target} PUBLIC wg_flags ${arg_LIBS})
  foreach(allowed IN LISTS arg_MAY)
    wg_target_name(${allowed} dependency)
    if(TARGET ${dependency})
      target_link_libraries(${target} PUBLIC ${dependency})
    endif()
  endforeach()
  if(path MATCHES "^ui/|^core/runtime/")
    set_target_properties(${target} PROPERTIES AUTOMOC ON)
  endif()
  if(path MATCHES "^ui/" AND WG_PCH)
    target_link_libraries(${target} PUBLIC ${WG_UI_LIBS})
    target_precompile_headers(${target} REUSE_FROM ui_pch)
  elseif(path MATCHES "^ui/")
    target_link_libraries(${target} PUBLIC ${WG_UI_LIBS})
  elseif(WG_PCH AND NOT path MATCHES "^core/runtime/")
    target_precompile_headers(${target} REUSE_FROM core_pch)
  endif()
  set_property(GLOBAL APPEND PROPERTY WG_MODULE_TARGETS ${target})
endfunction()

# {"core/promql": ["core/base", ...]} for the include test.
function(wg_write_module_table file)
  get_property(text GLOBAL PROPERTY WG_MODULE_TEXT)
  string(REGEX REPLACE ",\n$" "\n" text "${text}")
  file(WRITE ${file} "{\n${text}}\n")
endfunction()
