import { defineConfig } from 'vite';

/** The page, for the server to serve: no inline script, no request to anywhere else. */
export default defineConfig({
  root: import.meta.dirname,
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // `npx vite web` shows it against a server on its usual port.
  server: { proxy: { '^/(api|ws|auth)/': { target: 'http://127.0.0.1:8080', ws: true } } },
});
