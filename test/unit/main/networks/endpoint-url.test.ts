import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../../../main/networks/endpoint-url.ts';

describe('an endpoint', () => {
  it.each([
    ['https://rpc.example', 'https://rpc.example', false, false],
    ['https://rpc.example:8443/', 'https://rpc.example:8443', false, false],
    ['https://rpc.example/v3/0123456789abcdef', 'https://rpc.example/…', false, true],
    ['https://rpc.example/?key=0123456789abcdef', 'https://rpc.example/…', false, true],
    ['http://127.0.0.1:8545', 'http://127.0.0.1:8545', true, false],
    ['http://127.1:8545', 'http://127.0.0.1:8545', true, false],
    ['http://[::1]:8545', 'http://[::1]:8545', true, false],
    ['http://localhost:8545', 'http://localhost:8545', true, false],
  ])('%s is taken and shown as %s', (text, label, isLoopback, hasCredentials) => {
    expect(parseEndpoint(text)).toMatchObject({ label, isLoopback, hasCredentials });
  });

  it.each([
    'http://rpc.example',
    'http://192.168.1.1:8545',
    'http://0.0.0.0:8545',
    'http://127.0.0.1.example',
    'http://localhost.example',
    'http://[::2]:8545',
    'http://user:password@rpc.example',
  ])('%s would be read by others and is refused', (text) => {
    expect(() => parseEndpoint(text)).toThrow('insecure-url');
  });

  it.each([
    '',
    'rpc.example',
    'ws://127.0.0.1:8546',
    'file:///etc/passwd',
    'javascript:1',
    'https://a/#b',
    'https://',
  ])('%j is no endpoint', (text) => expect(() => parseEndpoint(text)).toThrow('bad-url'));

  it('sends user and password as a header, never in the address', () => {
    const { url, authorization, label, secrets } = parseEndpoint('https://us%20er:p%40ss@rpc.example/path1/');
    expect(url).toBe('https://rpc.example/path1/');
    expect(authorization).toBe(`Basic ${btoa('us er:p@ss')}`);
    expect(label).toBe('https://rpc.example/…');
    expect(secrets).toEqual(expect.arrayContaining(['path1', 'us er', 'p@ss', 'p%40ss', btoa('us er:p@ss')]));
  });

  it('never shows what may be a key', () => {
    const key = fc.stringMatching(/^[a-z0-9]{12,40}$/);
    fc.assert(
      fc.property(key, (secret) => {
        for (const text of [
          `https://h.example/v3/${secret}`,
          `https://h.example/?k=${secret}`,
          `https://${secret}:x@h.example/`,
          `https://x:${secret}@h.example/`,
        ]) {
          const { label, secrets } = parseEndpoint(text);
          expect(label).not.toContain(secret);
          expect(secrets).toContain(secret);
        }
      }),
    );
  });
});
