// Browser specs: one suite for real Electron and for the browser host (test/helpers/app-fixture.ts).
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-output/e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  // A machine that is busy with something else may cost a test its focus or its time: it is then named, not hidden.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // What cannot be pressed by then cannot be at all: the test ends with it, not with its own time.
  use: { actionTimeout: 30_000 },
  reporter: 'list',
});
