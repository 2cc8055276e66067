import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// The page is served under `script-src 'self'; style-src 'self'`: nothing may be inlined, neither
// assets nor the module preload helper.
export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    sourcemap: false,
  },
  test: { include: ['src/**/*.test.ts'] },
});
