#pragma once
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

// Counts every allocation of the binary that includes this (once): for "none after warm-up".
namespace holdfast::bench {
inline std::atomic<std::uint64_t> allocations{0};
}  // namespace holdfast::bench

void* operator new(std::size_t size) {
  holdfast::bench::allocations.fetch_add(1, std::memory_order_relaxed);
  void* block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) throw std::bad_alloc{};
  return block;
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
