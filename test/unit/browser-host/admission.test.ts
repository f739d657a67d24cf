import { beforeEach, describe, expect, it } from 'vitest';
import { Admission, COOKIE_NAME, TOKEN_LIFE_MS } from '../../../browser-host/admission.ts';

const HOST = 'abc.localhost:1234';
let nowMs = 0;
let admission: Admission;

beforeEach(() => {
  nowMs = 1_000;
  admission = new Admission(HOST, () => nowMs);
});

function admitted(): string {
  const cookie = admission.exchange(admission.mintToken());
  if (cookie === undefined) throw new Error('not admitted');
  return `${COOKIE_NAME}=${cookie}`;
}

describe('the token', () => {
  it('is taken once', () => {
    const token = admission.mintToken();
    expect(admission.exchange(token)).toMatch(/^[\w-]{43}$/);
    expect(admission.exchange(token)).toBeUndefined();
  });

  it('lives two minutes: long enough to be copied by hand', () => {
    const token = admission.mintToken();
    nowMs += TOKEN_LIFE_MS + 1;
    expect(TOKEN_LIFE_MS).toBe(120_000);
    expect(admission.exchange(token)).toBeUndefined();
  });

  it('is voided by the next one', () => {
    const first = admission.mintToken();
    const second = admission.mintToken();
    expect(first).not.toBe(second);
    expect(admission.exchange(first)).toBeUndefined();
    expect(admission.exchange(second)).toBeDefined();
  });

  it('survives wrong guesses', () => {
    const token = admission.mintToken();
    for (const guess of ['', 'x', `${token}x`, token.slice(1)])
      expect(admission.exchange(guess)).toBeUndefined();
    expect(admission.exchange(token)).toBeDefined();
  });

  it('is nothing before one was made', () => {
    expect(admission.exchange('')).toBeUndefined();
  });
});

describe('a request', () => {
  it('needs the host’s own name', () => {
    expect(admission.isForUs({ host: HOST })).toBe(true);
    for (const host of [
      undefined,
      'localhost:1234',
      '127.0.0.1:1234',
      'abc.localhost',
      'xabc.localhost:1234',
    ]) {
      expect(admission.isForUs(host === undefined ? {} : { host })).toBe(false);
    }
  });

  it('needs the cookie', () => {
    expect(admission.isAdmitted({ cookie: `${COOKIE_NAME}=` })).toBe(false);
    const cookie = admitted();
    expect(admission.isAdmitted({ cookie: `other=1; ${cookie}` })).toBe(true);
    expect(admission.isAdmitted({})).toBe(false);
    expect(admission.isAdmitted({ cookie: `${cookie}x` })).toBe(false);
  });

  it('loses it when another browser is admitted', () => {
    const first = admitted();
    const second = admitted();
    expect(admission.isAdmitted({ cookie: first })).toBe(false);
    expect(admission.isAdmitted({ cookie: second })).toBe(true);
  });

  it('must not come from another site', () => {
    const cookie = admitted();
    for (const site of ['cross-site', 'same-site']) {
      expect(admission.isAdmitted({ cookie, 'sec-fetch-site': site })).toBe(false);
    }
    expect(admission.isAdmitted({ cookie, origin: 'http://evil.localhost:1234' })).toBe(false);
    expect(admission.isAdmitted({ cookie, 'sec-fetch-site': 'same-origin', origin: `http://${HOST}` })).toBe(
      true,
    );
  });
});

describe('a socket', () => {
  it('must name its origin', () => {
    const cookie = admitted();
    expect(admission.isAdmittedSocket({ host: HOST, cookie, origin: `http://${HOST}` })).toBe(true);
    expect(admission.isAdmittedSocket({ host: HOST, cookie })).toBe(false);
    expect(admission.isAdmittedSocket({ host: HOST, cookie, origin: 'null' })).toBe(false);
    expect(admission.isAdmittedSocket({ host: HOST, origin: `http://${HOST}` })).toBe(false);
    expect(admission.isAdmittedSocket({ host: 'x', cookie, origin: `http://${HOST}` })).toBe(false);
  });
});
