import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Libraries that are heavy and used on few pages; each stays in a chunk of its own that only those pages load. */
const heavyChunks: ReadonlyArray<readonly [name: string, packages: RegExp]> = [
  // The form editor brings a viewer of its own, which stays with it.
  ['form-viewer', /(?<!form-js-editor\/)node_modules\/(@bpmn-io\/form-js-viewer|flatpickr|luxon)/],
  ['react', /node_modules\/(react|react-dom|scheduler)\//],
  ['tanstack', /node_modules\/@tanstack\/(react-router|router-core|history|react-query|query-core|react-store|store)\//],
];

/** Where the development server finds the API; the built application is served by the API server itself. */
const apiTarget = process.env['LANEWORK_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { host: '127.0.0.1', proxy: { '/api': apiTarget } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Style sheets use light-dark(), which must not be rewritten: the colour scheme is set by an attribute, not by the style sheet.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Inlined assets would be data: addresses, which the content security policy of the server allows for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2500,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: heavyChunks.map(([name, test]) => ({ name, test })),
        },
      },
    },
  },
});
