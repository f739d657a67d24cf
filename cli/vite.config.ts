// The command line's build: one ES module that carries the TEE measurement it expects.
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';
import { buildConstants } from '../scripts/build/constants.ts';

const root = resolve(import.meta.dirname, '..');

export default defineConfig(
  async (): Promise<UserConfig> => ({
    root,
    envDir: false,
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"', ...(await buildConstants(root)) },
    ssr: { target: 'node', noExternal: true },
    build: {
      ssr: 'cli/main.ts',
      outDir: 'out/cli',
      emptyOutDir: true,
      target: 'node22',
      minify: false,
      sourcemap: false,
      reportCompressedSize: false,
      rolldownOptions: {
        experimental: { attachDebugInfo: 'none' },
        external: builtinModules.map((name) => `node:${name}`),
        output: { format: 'es', codeSplitting: false, entryFileNames: 'airaccount.mjs' },
      },
    },
  }),
);
