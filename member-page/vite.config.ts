import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Built by the program itself on its first start (server/src/app/pages) and served at /m/; by `vite` in development.
export default defineConfig({
  root: import.meta.dirname,
  base: '/m/',
  plugins: [react()],
  css: { postcss: { plugins: [] } },
  server: { proxy: { '/v1': process.env.API ?? 'http://127.0.0.1:8080' } },
  build: { target: 'es2022', sourcemap: false, assetsInlineLimit: 0 },
});
