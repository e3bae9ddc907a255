import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Built by the program itself on its first start (server/src/app/pages), and by `vite` in development with the API behind it.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  css: { postcss: { plugins: [] } },
  server: { proxy: { '/v1': process.env.API ?? 'http://127.0.0.1:8080' } },
  build: {
    target: 'es2023',
    // What knows light-dark(): written out for older ones it would follow the system and not what was chosen here.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'mantine', test: /node_modules\/(@mantine\/(core|hooks)|@floating-ui)\// },
            { name: 'charts', test: /node_modules\/(recharts|@mantine\/charts|d3-|victory)/ },
          ],
        },
      },
    },
  },
});
