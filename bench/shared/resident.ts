// Resident memory of another process: the middle one of a few samples.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { percentile } from './statistics.ts';

const SAMPLES = 5;
const SAMPLE_EVERY_MS = 300;

export async function residentKiB(pid: number): Promise<number> {
  const samples: number[] = [];
  for (let i = 0; i < SAMPLES; i += 1) {
    await sleep(SAMPLE_EVERY_MS);
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    samples.push(Number(stdout.trim()));
  }
  return percentile(samples, 0.5);
}
