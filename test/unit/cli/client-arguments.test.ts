import { describe, expect, it } from 'vitest';
import { parseClientCall, parseNewClient } from '../../../cli/client-arguments.ts';

describe('client new', () => {
  it('takes a file, and a name if there is one', () => {
    expect(parseNewClient(['client', 'new', 'a.json'])).toEqual({ file: 'a.json', name: 'Command line' });
    expect(parseNewClient(['client', 'new', 'a.json', '--name', 'Books'])).toEqual({
      file: 'a.json',
      name: 'Books',
    });
  });

  it.each([
    [['client', 'new']],
    [['client', 'new', 'a.json', 'b.json']],
    [['client', 'list']],
    [['new', 'a.json']],
    [['client', 'new', 'a.json', '--name', '']],
    [['client', 'new', 'a.json', '--name', 'x'.repeat(65)]],
    [['client', 'new', 'a.json', '--user', 'Ada']],
    [[]],
  ])('does not take %j', (args) => {
    expect(parseNewClient(args)).toBeUndefined();
  });
});

describe('a call of a client', () => {
  it('may come in any order', () => {
    const call = { command: 'wallets', file: 'a', user: 'Ada', passwordFile: undefined, json: true };
    expect(parseClientCall(['--client', 'a', 'wallets', '--user', 'Ada', '--json'])).toEqual(call);
    expect(parseClientCall(['wallets', '--json', '--user=Ada', '--client=a'])).toEqual(call);
  });

  it('needs nobody for the status', () => {
    expect(parseClientCall(['--client', 'a', 'status'])).toMatchObject({
      command: 'status',
      user: undefined,
    });
  });

  it.each([
    ['no client', ['status']],
    ['no command', ['--client', 'a']],
    ['an unknown command', ['--client', 'a', 'sign']],
    ['a name that objects have', ['--client', 'a', 'constructor']],
    ['two commands', ['--client', 'a', 'status', 'wallets']],
    ['wallets of nobody', ['--client', 'a', 'wallets']],
    ['history of nobody', ['--client', 'a', 'history', '--json']],
    ['a password for nobody', ['--client', 'a', 'status', '--password-file', 'p']],
    ['a password on the command line', ['--client', 'a', 'status', '--user', 'Ada', '--password', 'x']],
    ['a client without its file', ['status', '--client']],
  ])('is not understood with %s', (_what, args) => {
    expect(parseClientCall(args)).toBeUndefined();
  });
});
