import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  // The package from its source: what the page runs is what another product would get.
  resolve: {
    alias: {
      '@cruddur/client': fileURLToPath(new URL('./packages/client/src/index.ts', import.meta.url)),
      // The router's stand-in for a hook that React has had since 18.
      'use-sync-external-store/shim/index.js': 'react',
    },
  },
  server: {
    proxy: { '/api': process.env.CRUDDUR_API ?? 'http://127.0.0.1:8080' },
  },
  build: {
    // Read by scripts/check-size.mjs.
    manifest: true,
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
    // Every browser with Intl.Segmenter has module preloading.
    modulePreload: { polyfill: false },
    target: ['chrome111', 'firefox125', 'safari16.4'],
    // What every page needs, in one file: it compresses better than in three.
    rolldownOptions: {
      output: {
        advancedChunks: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'base', test: /node_modules|packages\/client|src\/shared\/api/ },
            // What the pages of accounts share, in one too: whatever loads pages has the names of all their files in it.
            {
              name: 'accounts',
              test: /features\/accounts\/(?!.*-page)|shared\/(ui\/(field|form)|session\/begin-session)/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  test: {
    // Tests of components ask for a DOM by themselves.
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'packages/client/src/**/*.test.ts'],
    env: { TZ: 'Europe/Berlin' },
    setupFiles: ['src/shared/testing/patience.ts'],
    // A machine may be busy, or stand still for a while.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
  },
});
