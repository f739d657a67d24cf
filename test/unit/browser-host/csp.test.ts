import { describe, expect, it } from 'vitest';
import { addConnectSource } from '../../../browser-host/csp.ts';

const SOURCE = 'ws://name.localhost:1/socket';

describe('the one change to the policy', () => {
  it.each([
    ["default-src 'none'; img-src 'self'", `default-src 'none'; img-src 'self'; connect-src ${SOURCE}`],
    [
      "default-src 'none'; connect-src 'none'; base-uri 'none'",
      `default-src 'none'; connect-src ${SOURCE}; base-uri 'none'`,
    ],
    ["Connect-Src 'self'", `connect-src 'self' ${SOURCE}`],
    // What default-src allowed is still allowed.
    [
      "default-src 'self' https://a.example",
      `default-src 'self' https://a.example; connect-src 'self' https://a.example ${SOURCE}`,
    ],
    // Two policies in one header both bind.
    [
      "default-src 'none', connect-src 'none'",
      `default-src 'none'; connect-src ${SOURCE},connect-src ${SOURCE}`,
    ],
    // Nothing restricts connections here.
    ["script-src 'self'", "script-src 'self'"],
  ])('%s', (written, expected) => {
    expect(addConnectSource(written, SOURCE)).toBe(expected);
  });
});
