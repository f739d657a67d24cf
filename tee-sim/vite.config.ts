// The TEE's own build: one CommonJS file, so that one digest measures all of its code.
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const root = resolve(import.meta.dirname, '..');

export default defineConfig({
  root,
  envDir: false,
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  ssr: { target: 'node', noExternal: true },
  build: {
    ssr: 'tee-sim/os/main.ts',
    outDir: 'out/tee',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: {
      // No comments that tell where a module lay: equal sources give equal bytes on every machine.
      experimental: { attachDebugInfo: 'none' },
      external: ['better-sqlite3', ...builtinModules.map((name) => `node:${name}`)],
      output: { format: 'cjs', codeSplitting: false, entryFileNames: 'tee.cjs' },
    },
  },
});
