// The app's three bundles. Main and preload get one file each with everything inside; only `electron` stays outside.
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'electron-vite';
import { buildConstants } from './scripts/build/constants.ts';

/** Shared by all three. No comments that tell where a module lay: equal sources give equal bytes everywhere. */
const common = { sourcemap: false, reportCompressedSize: false } as const;
const experimental = { attachDebugInfo: 'none' } as const;

/** A bundle that runs where Node is. */
function single(input: string, entryFileNames: string, format: 'es' | 'cjs') {
  return {
    ...common,
    target: 'node24',
    minify: false,
    externalizeDeps: false,
    rolldownOptions: { input, experimental, output: { format, codeSplitting: false, entryFileNames } },
  };
}

export default defineConfig(async (): Promise<UserConfig> => {
  const define = {
    'process.env.NODE_ENV': '"production"',
    ...(await buildConstants(process.cwd())),
  };
  return {
    main: { define, build: single('main/index.ts', 'index.js', 'es') },
    preload: { define, build: single('preload/index.ts', 'index.cjs', 'cjs') },
    renderer: {
      root: 'renderer',
      define,
      plugins: [react()],
      build: {
        ...common,
        target: 'es2024',
        minify: true,
        outDir: 'out/renderer',
        emptyOutDir: true,
        // Read from the disk, in one go: a split would save nothing.
        chunkSizeWarningLimit: 4_096,
        // The page's policy allows neither inline code nor `data:` addresses.
        assetsInlineLimit: 0,
        modulePreload: false,
        rolldownOptions: { input: 'renderer/index.html', experimental },
      },
    },
  };
});
