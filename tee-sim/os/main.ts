// Entry of the TEE process. Wiring only.
import { randomBytes } from '../crypto/random.ts';
import { installPanic } from './panic.ts';
import { openPort } from './port.ts';
import { serve } from './serve.ts';

installPanic(process, (code) => process.exit(code));
serve(openPort(), {
  random: randomBytes,
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
});
