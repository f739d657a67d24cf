import { describe, expect, it } from 'vitest';
import { parsePageMessage } from '../../../browser-host/page-messages.ts';

describe('messages of the page', () => {
  it('takes what the page runtime sends', () => {
    const invoke = { type: 'request', id: 1, method: 'invoke', channel: 'c', args: [1] };
    expect(parsePageMessage(invoke)).toEqual(invoke);
    const confirmed = { type: 'request', id: 2, method: 'confirmed', question: 1, yes: true };
    expect(parsePageMessage(confirmed)).toEqual(confirmed);
    const notice = { type: 'notice', name: 'loaded', url: '/index.html' };
    expect(parsePageMessage(notice)).toEqual(notice);
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [{}],
    [{ type: 'notice', name: 'other', url: '/' }],
    [{ type: 'notice', name: 'loaded' }],
    [{ type: 'notice', name: 'loaded', url: 'https://evil.example/' }],
    [{ type: 'request', method: 'invoke', channel: 'c', args: [] }],
    [{ type: 'request', id: 0.5, method: 'invoke', channel: 'c', args: [] }],
    [{ type: 'request', id: 1, method: 'invoke', channel: 'c', args: {} }],
    [{ type: 'request', id: 1, method: 'invoke', channel: 1, args: [] }],
    [{ type: 'request', id: 1, method: 'eval', code: '1' }],
    [{ type: 'request', id: 1, method: 'constructor' }],
    [{ type: 'request', id: 1, method: 'navigate' }],
    [{ type: 'request', id: 1, method: 'confirmed', question: 1 }],
    [{ type: 'request', id: 1, method: 'confirmed', question: '1', yes: true }],
    [{ type: 'request', id: 1, method: 'open-window', url: '/' }],
  ])('refuses %j', (message) => {
    expect(() => parsePageMessage(message)).toThrow('Malformed');
  });
});
