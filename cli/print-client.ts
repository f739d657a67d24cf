// What a client's commands tell, as text for a terminal. Judges nothing.
import { bindingTermsSchema } from '../tee-sim/protocol/bindings.ts';
import type { WalletSummary } from '../tee-sim/protocol/wallets.ts';
import type { ClientAnswer, CreatedClient } from './client-command.ts';
import { logCells } from './log-lines.ts';
import { section, table } from './tables.ts';

export function printCreated({ file, clientId, programHash }: CreatedClient): string {
  return [
    section('Client made; its key is in this file, and only you can read it', [
      ['file', file],
      ['client id', clientId],
      ['program hash (SM3)', programHash],
    ]),
    '\nRegister it in the app with these two values: Security, Clients.',
  ].join('\n');
}

export function printAnswer(answer: ClientAnswer): string {
  const parts = [printStatus(answer)];
  if (answer.wallets !== undefined) parts.push(printWallets(answer.wallets));
  for (const id of answer.damagedWallets ?? []) parts.push(`  damaged: ${id}`);
  if (answer.history !== undefined) {
    const { rows, total, damaged } = answer.history;
    parts.push(`\nLog: ${total} rows, newest first\n${table(rows.map(logCells))}`);
    if (damaged.length > 0) parts.push(`  damaged: ${damaged.join(', ')}`);
  }
  return parts.join('\n');
}

function printStatus({ clientName, programChanged, device, firstUse, user, status }: ClientAnswer): string {
  const facts: [string, string][] = [
    ['client', programChanged ? `${clientName}; its program is not the registered one` : clientName],
    ['device (SM3)', firstUse ? `${device}, remembered from now on` : `${device}, as remembered`],
    ['TEE', 'simulated: a process of its own, not silicon'],
    ['user', user ?? 'nobody is logged in'],
  ];
  if (status !== undefined) {
    facts.push(['TEE bundle (SM3)', `${status.tee}, as built in`]);
    facts.push(['device owner', status.ownerExists ? 'registered' : 'none yet']);
  }
  return section('Connected to the running app', facts);
}

function printWallets(wallets: readonly WalletSummary[]): string {
  if (wallets.length === 0) return '\nNo wallet is bound to this user.';
  return `\nWallets\n${table(
    wallets.map(({ walletId, name, accounts, firstAccount, binding }) => {
      const terms = bindingTermsSchema.safeParse(binding.terms);
      const may = terms.success ? `${terms.data.type} (${terms.data.permissions.join(', ')})` : 'unknown';
      const more = accounts === 1 ? '' : `and ${accounts - 1} more`;
      return [walletId, name, firstAccount.address, more, may];
    }),
  )}`;
}
